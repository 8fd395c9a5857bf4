import type { Rules, Step, WeightSpecs, Window } from "../layer.ts";
import type { Shape } from "../shape.ts";
import { adaptiveAveragePooling2dRules, type AdaptiveAveragePooling2d } from "./adaptiveAveragePooling2d.ts";
import { adaptiveMaxPooling2dRules, type AdaptiveMaxPooling2d } from "./adaptiveMaxPooling2d.ts";
import { addRules, type Add } from "./add.ts";
import { averageRules, type Average } from "./average.ts";
import { averagePooling1dRules, type AveragePooling1d } from "./averagePooling1d.ts";
import { averagePooling2dRules, type AveragePooling2d } from "./averagePooling2d.ts";
import { batchNormalizationRules, type BatchNormalization } from "./batchNormalization.ts";
import { channelShuffleRules, type ChannelShuffle } from "./channelShuffle.ts";
import { channelSliceRules, type ChannelSlice } from "./channelSlice.ts";
import { colorSpaceRules, type ColorSpace } from "./colorSpace.ts";
import { concatenateRules, type Concatenate } from "./concatenate.ts";
import { connectionTableConv2dRules, type ConnectionTableConv2d } from "./connectionTableConv2d.ts";
import { conv1dRules, type Conv1d } from "./conv1d.ts";
import { conv1dTransposeRules, type Conv1dTranspose } from "./conv1dTranspose.ts";
import { conv2dRules, type Conv2d } from "./conv2d.ts";
import { conv2dTransposeRules, type Conv2dTranspose } from "./conv2dTranspose.ts";
import { cropping2dRules, type Cropping2d } from "./cropping2d.ts";
import { customRules, type Custom } from "./custom.ts";
import { denseRules, type Dense } from "./dense.ts";
import { depthwiseConv2dRules, type DepthwiseConv2d } from "./depthwiseConv2d.ts";
import { dropoutRules, type Dropout } from "./dropout.ts";
import { eluRules, type Elu } from "./elu.ts";
import { embeddingRules, type Embedding } from "./embedding.ts";
import { flattenRules, type Flatten } from "./flatten.ts";
import { gaussianPooling2dRules, type GaussianPooling2d } from "./gaussianPooling2d.ts";
import { geluRules, type Gelu } from "./gelu.ts";
import { globalAveragePooling1dRules, type GlobalAveragePooling1d } from "./globalAveragePooling1d.ts";
import { globalAveragePooling2dRules, type GlobalAveragePooling2d } from "./globalAveragePooling2d.ts";
import { globalMaxPooling1dRules, type GlobalMaxPooling1d } from "./globalMaxPooling1d.ts";
import { globalMaxPooling2dRules, type GlobalMaxPooling2d } from "./globalMaxPooling2d.ts";
import { groupNormalizationRules, type GroupNormalization } from "./groupNormalization.ts";
import { gruRules, type Gru } from "./gru.ts";
import { hardSigmoidRules, type HardSigmoid } from "./hardSigmoid.ts";
import { hardSwishRules, type HardSwish } from "./hardSwish.ts";
import { l2Pooling2dRules, type L2Pooling2d } from "./l2Pooling2d.ts";
import { layerNormalizationRules, type LayerNormalization } from "./layerNormalization.ts";
import { layerScaleRules, type LayerScale } from "./layerScale.ts";
import { leakyReluRules, type LeakyRelu } from "./leakyRelu.ts";
import { learnedConstantRules, type LearnedConstant } from "./learnedConstant.ts";
import { linearRules, type Linear } from "./linear.ts";
import { localResponseNormalizationRules, type LocalResponseNormalization } from "./localResponseNormalization.ts";
import { locallyConnected2dRules, type LocallyConnected2d } from "./locallyConnected2d.ts";
import { logSoftmaxRules, type LogSoftmax } from "./logSoftmax.ts";
import { lstmRules, type Lstm } from "./lstm.ts";
import { maxPooling1dRules, type MaxPooling1d } from "./maxPooling1d.ts";
import { maxPooling2dRules, type MaxPooling2d } from "./maxPooling2d.ts";
import { maxUnpooling2dRules, type MaxUnpooling2d } from "./maxUnpooling2d.ts";
import { minPooling2dRules, type MinPooling2d } from "./minPooling2d.ts";
import { mishRules, type Mish } from "./mish.ts";
import { multiHeadAttentionRules, type MultiHeadAttention } from "./multiHeadAttention.ts";
import { multiplyRules, type Multiply } from "./multiply.ts";
import { normalizationRules, type Normalization } from "./normalization.ts";
import { permuteRules, type Permute } from "./permute.ts";
import { preluRules, type Prelu } from "./prelu.ts";
import { randomizedLeakyReluRules, type RandomizedLeakyRelu } from "./randomizedLeakyRelu.ts";
import { rbfRules, type Rbf } from "./rbf.ts";
import { reluRules, type Relu } from "./relu.ts";
import { relu6Rules, type Relu6 } from "./relu6.ts";
import { repeatVectorRules, type RepeatVector } from "./repeatVector.ts";
import { rescalingRules, type Rescaling } from "./rescaling.ts";
import { reshapeRules, type Reshape } from "./reshape.ts";
import { roiPoolingRules, type RoiPooling } from "./roiPooling.ts";
import { scaleRules, type Scale } from "./scale.ts";
import { scaledTanhRules, type ScaledTanh } from "./scaledTanh.ts";
import { selectRules, type Select } from "./select.ts";
import { seluRules, type Selu } from "./selu.ts";
import { separableConv2dRules, type SeparableConv2d } from "./separableConv2d.ts";
import { sigmoidRules, type Sigmoid } from "./sigmoid.ts";
import { siluRules, type Silu } from "./silu.ts";
import { simpleRnnRules, type SimpleRnn } from "./simpleRnn.ts";
import { softmaxRules, type Softmax } from "./softmax.ts";
import { softplusRules, type Softplus } from "./softplus.ts";
import { softsignRules, type Softsign } from "./softsign.ts";
import { spatialDropout1dRules, type SpatialDropout1d } from "./spatialDropout1d.ts";
import { spatialDropout2dRules, type SpatialDropout2d } from "./spatialDropout2d.ts";
import { stepRules, type UnitStep } from "./step.ts";
import { stochasticDepthRules, type StochasticDepth } from "./stochasticDepth.ts";
import { subsampling2dRules, type Subsampling2d } from "./subsampling2d.ts";
import { subtractRules, type Subtract } from "./subtract.ts";
import { sumPooling2dRules, type SumPooling2d } from "./sumPooling2d.ts";
import { tanhRules, type Tanh } from "./tanh.ts";
import { upSampling2dRules, type UpSampling2d } from "./upSampling2d.ts";
import { zeroPadding2dRules, type ZeroPadding2d } from "./zeroPadding2d.ts";

/** Every layer the library knows: plain data, told apart by `kind`, safe to `JSON.stringify` (all but `custom`). */
export type Layer =
  | AdaptiveAveragePooling2d | AdaptiveMaxPooling2d | Add | Average | AveragePooling1d | AveragePooling2d
  | BatchNormalization | ChannelShuffle | ChannelSlice | ColorSpace | Concatenate | ConnectionTableConv2d | Conv1d | Conv1dTranspose | Conv2d | Conv2dTranspose | Cropping2d | Custom | Dense
  | DepthwiseConv2d | Dropout | Elu | Embedding | Flatten | GaussianPooling2d | Gelu | GlobalAveragePooling1d | GlobalAveragePooling2d
  | GlobalMaxPooling1d | GlobalMaxPooling2d | GroupNormalization | Gru | HardSigmoid | HardSwish | L2Pooling2d
  | LayerNormalization | LayerScale | LeakyRelu | LearnedConstant | Linear | LocalResponseNormalization | LocallyConnected2d | LogSoftmax | Lstm
  | MaxPooling1d | MaxPooling2d | MaxUnpooling2d | MinPooling2d | Mish | MultiHeadAttention | Multiply | Normalization
  | Permute | Prelu | RandomizedLeakyRelu | Rbf | Relu | Relu6 | RepeatVector | Rescaling | Reshape | RoiPooling | Scale | ScaledTanh | Select
  | Selu | SeparableConv2d | Sigmoid | Silu | SimpleRnn | Softmax | Softplus | Softsign | SpatialDropout1d | SpatialDropout2d
  | StochasticDepth | Subsampling2d | Subtract | SumPooling2d | Tanh | UnitStep | UpSampling2d | ZeroPadding2d;

export type Kind = Layer["kind"];
export type LayerOf<K extends Kind> = Extract<Layer, { kind: K }>;

/** The one list of layers. A kind without a row does not compile. */
export const rules: { readonly [K in Kind]: Rules<LayerOf<K>> } = {
  adaptiveAveragePooling2d: adaptiveAveragePooling2dRules,
  adaptiveMaxPooling2d: adaptiveMaxPooling2dRules,
  add: addRules,
  average: averageRules,
  averagePooling1d: averagePooling1dRules,
  averagePooling2d: averagePooling2dRules,
  batchNormalization: batchNormalizationRules,
  channelShuffle: channelShuffleRules,
  channelSlice: channelSliceRules,
  colorSpace: colorSpaceRules,
  concatenate: concatenateRules,
  connectionTableConv2d: connectionTableConv2dRules,
  conv1d: conv1dRules,
  conv1dTranspose: conv1dTransposeRules,
  conv2d: conv2dRules,
  conv2dTranspose: conv2dTransposeRules,
  cropping2d: cropping2dRules,
  custom: customRules,
  dense: denseRules,
  depthwiseConv2d: depthwiseConv2dRules,
  dropout: dropoutRules,
  elu: eluRules,
  embedding: embeddingRules,
  flatten: flattenRules,
  gaussianPooling2d: gaussianPooling2dRules,
  gelu: geluRules,
  globalAveragePooling1d: globalAveragePooling1dRules,
  globalAveragePooling2d: globalAveragePooling2dRules,
  globalMaxPooling1d: globalMaxPooling1dRules,
  globalMaxPooling2d: globalMaxPooling2dRules,
  groupNormalization: groupNormalizationRules,
  gru: gruRules,
  hardSigmoid: hardSigmoidRules,
  hardSwish: hardSwishRules,
  l2Pooling2d: l2Pooling2dRules,
  layerNormalization: layerNormalizationRules,
  layerScale: layerScaleRules,
  leakyRelu: leakyReluRules,
  learnedConstant: learnedConstantRules,
  linear: linearRules,
  localResponseNormalization: localResponseNormalizationRules,
  locallyConnected2d: locallyConnected2dRules,
  logSoftmax: logSoftmaxRules,
  lstm: lstmRules,
  maxPooling1d: maxPooling1dRules,
  maxPooling2d: maxPooling2dRules,
  maxUnpooling2d: maxUnpooling2dRules,
  minPooling2d: minPooling2dRules,
  mish: mishRules,
  multiHeadAttention: multiHeadAttentionRules,
  multiply: multiplyRules,
  normalization: normalizationRules,
  permute: permuteRules,
  prelu: preluRules,
  randomizedLeakyRelu: randomizedLeakyReluRules,
  rbf: rbfRules,
  relu: reluRules,
  relu6: relu6Rules,
  repeatVector: repeatVectorRules,
  rescaling: rescalingRules,
  reshape: reshapeRules,
  roiPooling: roiPoolingRules,
  scale: scaleRules,
  scaledTanh: scaledTanhRules,
  select: selectRules,
  selu: seluRules,
  separableConv2d: separableConv2dRules,
  sigmoid: sigmoidRules,
  silu: siluRules,
  simpleRnn: simpleRnnRules,
  softmax: softmaxRules,
  softplus: softplusRules,
  softsign: softsignRules,
  spatialDropout1d: spatialDropout1dRules,
  spatialDropout2d: spatialDropout2dRules,
  step: stepRules,
  stochasticDepth: stochasticDepthRules,
  subsampling2d: subsampling2dRules,
  subtract: subtractRules,
  sumPooling2d: sumPooling2dRules,
  tanh: tanhRules,
  upSampling2d: upSampling2dRules,
  zeroPadding2d: zeroPadding2dRules,
};

/** The names of all kinds, in alphabetical order. */
export const kinds: readonly Kind[] = (Object.keys(rules) as Kind[]).sort();

/** The rules of a layer. The only place that must trust `kind` to pick the matching row. */
export const rulesOf = <L extends Layer>(layer: L): Rules<Layer> => rules[layer.kind] as Rules<Layer>;

export const outputShape = (layer: Layer, inputs: readonly Shape[]): Shape => rulesOf(layer).outputShape(layer, inputs);
export const weights = (layer: Layer, inputs: readonly Shape[]): WeightSpecs => rulesOf(layer).weights(layer, inputs);
export const macs = (layer: Layer, inputs: readonly Shape[]): number => rulesOf(layer).macs(layer, inputs);
export const windows = (layer: Layer, inputs: readonly Shape[]): readonly Window[] => rulesOf(layer).windows(layer, inputs);
export const derive = (layer: Layer, inputs: readonly Shape[]): readonly Step[] => rulesOf(layer).derive(layer, inputs);
