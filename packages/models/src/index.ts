export { compoundScaling, publishedScaling, type EfficientNetName, type Scaling } from "./compoundScaling.ts";
export { ensemble, ensembleWeights } from "./ensemble.ts";
export type { Extras, ModelOptions } from "./options.ts";
export type { Published } from "./published.ts";
export { model, models } from "./registry.ts";
export type { ModelRow, Variant } from "./row.ts";
