/** The parts of this package that touch neither disk nor network: they run in a browser as well. */
export { batches, type BatchOptions, type ImageBatch } from "./batches.ts";
export { classCounts, first, image, size, subset, type ImageDataset, type ImagesShape, type Split } from "./dataset.ts";
export { DataError } from "./error.ts";
export { assembleIdx, type IdxContent } from "./idx/assemble.ts";
export { formatIdx, parseIdx, type IdxArray, type ParseIdxOptions } from "./idx/format.ts";
export { fashionMnist, mnist, type IdxFile, type IdxPair, type IdxSpec } from "./idx/spec.ts";
export { datasetName, datasets, type DatasetName, type DatasetRow } from "./registry.ts";
export { channelStatistics, toFloat, type Standardisation } from "./scale.ts";
export { shapes, type ShapesOptions } from "./shapes/shapes.ts";
export { holdOut, shuffled, type HoldOut } from "./split.ts";
export { strokes, type StrokesOptions } from "./strokes/strokes.ts";
