export { attentionLoop, type AttentionWeights } from "./attention.ts";
export { expectClose, type Tolerance } from "./close.ts";
export { convolveByLoops, spreadByLoops, type Counted, type LoopConvolution, type LoopTransposed } from "./convolution.ts";
export { golden, goldenBytes } from "./golden.ts";
export { channelsFirst, channelsLast, fromTorchAxes, permute, type Floats, type Numbers } from "./layout.ts";
export { cells, recurrentLoop } from "./recurrent.ts";
export { adaptivePoolByLoops, poolByLoops, poolReducers, type Cell, type LoopPooling, type Pooled } from "./pooling.ts";
export { responseNormalizationLoop, type ResponseNormalization } from "./responseNormalization.ts";
