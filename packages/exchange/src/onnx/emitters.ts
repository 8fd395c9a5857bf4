import type { Kind, Layer, LayerOf } from "@convscope/core";
import type { Emit } from "./emission.ts";
import { adaptiveAveragePooling2d } from "./layers/adaptiveAveragePooling2d.ts";
import { adaptiveMaxPooling2d } from "./layers/adaptiveMaxPooling2d.ts";
import { add } from "./layers/add.ts";
import { average } from "./layers/average.ts";
import { averagePooling1d } from "./layers/averagePooling1d.ts";
import { averagePooling2d } from "./layers/averagePooling2d.ts";
import { batchNormalization } from "./layers/batchNormalization.ts";
import { channelShuffle } from "./layers/channelShuffle.ts";
import { channelSlice } from "./layers/channelSlice.ts";
import { colorSpace } from "./layers/colorSpace.ts";
import { concatenate } from "./layers/concatenate.ts";
import { connectionTableConv2d } from "./layers/connectionTableConv2d.ts";
import { conv1d } from "./layers/conv1d.ts";
import { conv1dTranspose } from "./layers/conv1dTranspose.ts";
import { conv2d } from "./layers/conv2d.ts";
import { conv2dTranspose } from "./layers/conv2dTranspose.ts";
import { cropping2d } from "./layers/cropping2d.ts";
import { dense } from "./layers/dense.ts";
import { depthwiseConv2d } from "./layers/depthwiseConv2d.ts";
import { dropout } from "./layers/dropout.ts";
import { elu } from "./layers/elu.ts";
import { embedding } from "./layers/embedding.ts";
import { flatten } from "./layers/flatten.ts";
import { gaussianPooling2d } from "./layers/gaussianPooling2d.ts";
import { gelu } from "./layers/gelu.ts";
import { globalAveragePooling1d } from "./layers/globalAveragePooling1d.ts";
import { globalAveragePooling2d } from "./layers/globalAveragePooling2d.ts";
import { globalMaxPooling1d } from "./layers/globalMaxPooling1d.ts";
import { globalMaxPooling2d } from "./layers/globalMaxPooling2d.ts";
import { groupNormalization } from "./layers/groupNormalization.ts";
import { gru } from "./layers/gru.ts";
import { hardSigmoid } from "./layers/hardSigmoid.ts";
import { hardSwish } from "./layers/hardSwish.ts";
import { l2Pooling2d } from "./layers/l2Pooling2d.ts";
import { layerNormalization } from "./layers/layerNormalization.ts";
import { layerScale } from "./layers/layerScale.ts";
import { leakyRelu } from "./layers/leakyRelu.ts";
import { learnedConstant } from "./layers/learnedConstant.ts";
import { linear } from "./layers/linear.ts";
import { localResponseNormalization } from "./layers/localResponseNormalization.ts";
import { locallyConnected2d } from "./layers/locallyConnected2d.ts";
import { logSoftmax } from "./layers/logSoftmax.ts";
import { lstm } from "./layers/lstm.ts";
import { maxPooling1d } from "./layers/maxPooling1d.ts";
import { maxPooling2d } from "./layers/maxPooling2d.ts";
import { maxUnpooling2d } from "./layers/maxUnpooling2d.ts";
import { minPooling2d } from "./layers/minPooling2d.ts";
import { mish } from "./layers/mish.ts";
import { multiHeadAttention } from "./layers/multiHeadAttention.ts";
import { multiply } from "./layers/multiply.ts";
import { normalization } from "./layers/normalization.ts";
import { permute } from "./layers/permute.ts";
import { prelu } from "./layers/prelu.ts";
import { randomizedLeakyRelu } from "./layers/randomizedLeakyRelu.ts";
import { rbf } from "./layers/rbf.ts";
import { relu } from "./layers/relu.ts";
import { relu6 } from "./layers/relu6.ts";
import { repeatVector } from "./layers/repeatVector.ts";
import { rescaling } from "./layers/rescaling.ts";
import { reshape } from "./layers/reshape.ts";
import { roiPooling } from "./layers/roiPooling.ts";
import { scale } from "./layers/scale.ts";
import { scaledTanh } from "./layers/scaledTanh.ts";
import { select } from "./layers/select.ts";
import { selu } from "./layers/selu.ts";
import { separableConv2d } from "./layers/separableConv2d.ts";
import { sigmoid } from "./layers/sigmoid.ts";
import { silu } from "./layers/silu.ts";
import { simpleRnn } from "./layers/simpleRnn.ts";
import { softmax } from "./layers/softmax.ts";
import { softplus } from "./layers/softplus.ts";
import { softsign } from "./layers/softsign.ts";
import { spatialDropout1d } from "./layers/spatialDropout1d.ts";
import { spatialDropout2d } from "./layers/spatialDropout2d.ts";
import { step } from "./layers/step.ts";
import { stochasticDepth } from "./layers/stochasticDepth.ts";
import { subsampling2d } from "./layers/subsampling2d.ts";
import { subtract } from "./layers/subtract.ts";
import { sumPooling2d } from "./layers/sumPooling2d.ts";
import { tanh } from "./layers/tanh.ts";
import { upSampling2d } from "./layers/upSampling2d.ts";
import { zeroPadding2d } from "./layers/zeroPadding2d.ts";

/** A kind that ONNX cannot have, and why. */
export interface Unsupported {
  readonly unsupported: string;
}

const unsupported = (reason: string): Unsupported => ({ unsupported: reason });

/** How every kind of layer is written as ONNX operations, as at inference. A kind without a row does not compile. */
const emitters: { readonly [K in Kind]: Emit<LayerOf<K>> | Unsupported } = {
  adaptiveAveragePooling2d,
  adaptiveMaxPooling2d,
  add,
  average,
  averagePooling1d,
  averagePooling2d,
  batchNormalization,
  channelShuffle,
  channelSlice,
  colorSpace,
  concatenate,
  connectionTableConv2d,
  conv1d,
  conv1dTranspose,
  conv2d,
  conv2dTranspose,
  cropping2d,
  custom: unsupported("what it computes is a function in JavaScript, which ONNX has no operations for"),
  dense,
  depthwiseConv2d,
  dropout,
  elu,
  embedding,
  flatten,
  gaussianPooling2d,
  gelu,
  globalAveragePooling1d,
  globalAveragePooling2d,
  globalMaxPooling1d,
  globalMaxPooling2d,
  groupNormalization,
  gru,
  hardSigmoid,
  hardSwish,
  l2Pooling2d,
  layerNormalization,
  layerScale,
  leakyRelu,
  learnedConstant,
  linear,
  localResponseNormalization,
  locallyConnected2d,
  logSoftmax,
  lstm,
  maxPooling1d,
  maxPooling2d,
  maxUnpooling2d,
  minPooling2d,
  mish,
  multiHeadAttention,
  multiply,
  normalization,
  permute,
  prelu,
  randomizedLeakyRelu,
  rbf,
  relu,
  relu6,
  repeatVector,
  rescaling,
  reshape,
  roiPooling,
  scale,
  scaledTanh,
  select,
  selu,
  separableConv2d,
  sigmoid,
  silu,
  simpleRnn,
  softmax,
  softplus,
  softsign,
  spatialDropout1d,
  spatialDropout2d,
  step,
  stochasticDepth,
  subsampling2d,
  subtract,
  sumPooling2d,
  tanh,
  upSampling2d,
  zeroPadding2d,
};

/** The row of a layer. The only place that must trust `kind` to pick the matching one. */
export const emitterOf = (layer: Layer): Emit<Layer> | Unsupported => emitters[layer.kind] as Emit<Layer> | Unsupported;
