import type { Kernel } from "../kernel.ts";
import { argMax, argMin } from "./ArgMax.ts";
import { batchNormGrad, batchNormInference, batchNormTraining, biasGrad, fusedBatchNorm, groupNorm, groupNormGrad } from "./BatchNorm.ts";
import { cumprod, cumsum } from "./Cumsum.ts";
import { layerNorm, layerNormGrad } from "./LayerNorm.ts";
import { lrn, lrnGrad } from "./LRN.ts";
import { all, any, max, min } from "./Max.ts";
import { logSoftmax, logSoftmaxGrad, softmax, softmaxGrad } from "./Softmax.ts";
import { softmaxCrossentropy } from "./SoftmaxCrossentropy.ts";
import { squaredNorm } from "./SquaredNorm.ts";
import { steps } from "./steps.ts";
import { mean, prod, sum } from "./Sum.ts";
import { unsortedSegmentSum } from "./UnsortedSegmentSum.ts";

/** Reductions, normalisation, losses and the steps of optimisers. */
export const reduction: { readonly [name: string]: Kernel } = {
  All: all,
  Any: any,
  ArgMax: argMax,
  ArgMin: argMin,
  BatchNormGrad: batchNormGrad,
  BatchNormInference: batchNormInference,
  BatchNormTraining: batchNormTraining,
  BiasGrad: biasGrad,
  Cumprod: cumprod,
  Cumsum: cumsum,
  FusedBatchNorm: fusedBatchNorm,
  GroupNorm: groupNorm,
  GroupNormGrad: groupNormGrad,
  LayerNorm: layerNorm,
  LayerNormGrad: layerNormGrad,
  LogSoftmax: logSoftmax,
  LogSoftmaxGrad: logSoftmaxGrad,
  LRN: lrn,
  LRNGrad: lrnGrad,
  Max: max,
  Mean: mean,
  Min: min,
  Prod: prod,
  ResponseNorm: lrn,
  ResponseNormGrad: lrnGrad,
  Softmax: softmax,
  SoftmaxCrossentropy: softmaxCrossentropy,
  SoftmaxGrad: softmaxGrad,
  SquaredNorm: squaredNorm,
  Sum: sum,
  UnsortedSegmentSum: unsortedSegmentSum,
  ...steps,
};
