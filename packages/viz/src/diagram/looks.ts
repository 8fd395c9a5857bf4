import { rulesOf } from "@convscope/core";
import type { Kind, Layer, LayerOf, Pair } from "@convscope/core";
import type { Family } from "./family.ts";

/** How layers of a kind are shown. */
interface Look<L> {
  readonly family: Family;
  /** What it is and its essential numbers, what matters least last: `3×3 conv, 64, /2`. */
  readonly text: (layer: L) => string;
  /** Moves numbers without changing them; blocks leave it out. */
  readonly plumbing?: true;
  /** Has values of its own instead of its input's. */
  readonly constant?: true;
  /** Adds its inputs, as the end of a residual block does. */
  readonly sum?: true;
}

const by = (size: number | Pair): string => (typeof size === "number" ? `${size}` : size.join("×"));
const equal = (size: number | Pair): string => (typeof size === "number" || size[0] !== size[1] ? by(size) : `${size[0]}`);
/** `3×3 conv`, and along one axis `conv over 3`. */
const sized = (size: number | Pair, word: string): string => (typeof size === "number" ? `${word} over ${size}` : `${by(size)} ${word}`);
const isOne = (size: number | Pair): boolean => equal(size) === "1";

interface Sliding {
  readonly kernelSize: number | Pair;
  readonly strides: number | Pair;
  readonly dilationRate?: number | Pair;
  readonly groups?: number;
}

const further = ({ strides, dilationRate = 1, groups = 1 }: Sliding, stride = "/"): string =>
  [isOne(strides) ? "" : `, ${stride}${equal(strides)}`, isOne(dilationRate) ? "" : `, dilation ${equal(dilationRate)}`, groups === 1 ? "" : `, ${groups} groups`].join("");

const convolution = (word: string, stride?: string): Look<Sliding & { readonly filters: number }> => ({
  family: "convolution",
  text: (layer) => `${sized(layer.kernelSize, word)}, ${layer.filters}${further(layer, stride)}`,
});
const pooling = (word: string): Look<Sliding> => ({ family: "pooling", text: (layer) => `${sized(layer.kernelSize, word)}${further(layer)}` });
const adaptive = (word: string): Look<{ readonly outputSize: Pair }> => ({ family: "pooling", text: ({ outputSize }) => (isOne(outputSize) ? `global ${word}` : `${word} to ${by(outputSize)}`) });
const recurrent = (word: string): Look<{ readonly units: number; readonly bidirectional: boolean }> => ({ family: "sequence", text: ({ units, bidirectional }) => `${word}, ${units}${bidirectional ? ", both ways" : ""}` });
const plain = (family: Family, word: string): Look<unknown> => ({ family, text: () => word });
const dropping = (word: string): Look<{ readonly rate: number }> => ({ family: "dropout", text: ({ rate }) => `${word} ${rate}` });
const plumbing = (word: string): Look<unknown> => ({ family: "other", text: () => word, plumbing: true });

const looks: { readonly [K in Kind]: Look<LayerOf<K>> } = {
  adaptiveAveragePooling2d: adaptive("average pool"),
  adaptiveMaxPooling2d: adaptive("max pool"),
  add: { family: "join", text: () => "+", sum: true },
  average: plain("join", "mean"),
  averagePooling1d: pooling("average pool"),
  averagePooling2d: pooling("average pool"),
  batchNormalization: plain("normalization", "batch norm"),
  channelShuffle: plain("other", "channel shuffle"),
  channelSlice: plain("other", "channel slice"),
  colorSpace: { family: "other", text: ({ to }) => `RGB to ${to}` },
  concatenate: plain("join", "concatenate"),
  connectionTableConv2d: { family: "convolution", text: (layer) => `${by(layer.kernelSize)} conv by table, ${layer.table.length}${further(layer)}` },
  conv1d: convolution("conv"),
  conv1dTranspose: convolution("transposed conv", "stride\u00a0"),
  conv2d: convolution("conv"),
  conv2dTranspose: convolution("transposed conv", "stride\u00a0"),
  cropping2d: plumbing("crop"),
  custom: { family: "other", text: ({ name }) => name },
  dense: { family: "dense", text: ({ units }) => `dense, ${units}` },
  depthwiseConv2d: { family: "convolution", text: (layer) => `${by(layer.kernelSize)} depthwise${further(layer)}` },
  dropout: dropping("dropout"),
  elu: plain("activation", "ELU"),
  embedding: { family: "sequence", text: ({ units }) => `embedding, ${units}` },
  flatten: plumbing("flatten"),
  gaussianPooling2d: pooling("Gaussian pool"),
  gelu: plain("activation", "GELU"),
  globalAveragePooling1d: plain("pooling", "global average pool"),
  globalAveragePooling2d: plain("pooling", "global average pool"),
  globalMaxPooling1d: plain("pooling", "global max pool"),
  globalMaxPooling2d: plain("pooling", "global max pool"),
  groupNormalization: { family: "normalization", text: ({ groups }) => `group norm, ${groups}` },
  gru: recurrent("GRU"),
  hardSigmoid: plain("activation", "hard sigmoid"),
  hardSwish: plain("activation", "hard swish"),
  l2Pooling2d: pooling("L2 pool"),
  layerNormalization: plain("normalization", "layer norm"),
  layerScale: plain("normalization", "layer scale"),
  leakyRelu: plain("activation", "leaky ReLU"),
  learnedConstant: { family: "other", text: () => "learned values", constant: true },
  linear: plain("activation", "linear"),
  localResponseNormalization: plain("normalization", "response norm"),
  locallyConnected2d: convolution("locally connected"),
  logSoftmax: plain("activation", "log softmax"),
  lstm: recurrent("LSTM"),
  maxPooling1d: pooling("max pool"),
  maxPooling2d: pooling("max pool"),
  maxUnpooling2d: { family: "pooling", text: (layer) => `${by(layer.kernelSize)} max unpool${further(layer, "stride\u00a0")}` },
  minPooling2d: pooling("min pool"),
  mish: plain("activation", "Mish"),
  multiHeadAttention: { family: "sequence", text: ({ heads }) => `attention, ${heads} head${heads === 1 ? "" : "s"}` },
  multiply: plain("join", "×"),
  normalization: plain("normalization", "normalise"),
  permute: plumbing("permute"),
  prelu: plain("activation", "PReLU"),
  randomizedLeakyRelu: plain("activation", "random leaky ReLU"),
  rbf: { family: "dense", text: ({ units }) => `RBF, ${units}` },
  relu: plain("activation", "ReLU"),
  relu6: plain("activation", "ReLU6"),
  repeatVector: { family: "other", text: ({ n }) => `repeat, ${n}` },
  rescaling: plain("normalization", "rescale"),
  reshape: plumbing("reshape"),
  roiPooling: { family: "pooling", text: ({ outputSize }) => `RoI pool to ${by(outputSize)}` },
  scale: plain("join", "scale"),
  scaledTanh: plain("activation", "scaled tanh"),
  select: plain("other", "select"),
  selu: plain("activation", "SELU"),
  separableConv2d: convolution("separable conv"),
  sigmoid: plain("activation", "sigmoid"),
  silu: plain("activation", "SiLU"),
  simpleRnn: recurrent("RNN"),
  softmax: plain("activation", "softmax"),
  softplus: plain("activation", "softplus"),
  softsign: plain("activation", "softsign"),
  spatialDropout1d: dropping("spatial dropout"),
  spatialDropout2d: dropping("spatial dropout"),
  step: plain("activation", "step"),
  stochasticDepth: dropping("stochastic depth"),
  subsampling2d: { family: "pooling", text: (layer) => `${by(layer.poolSize)} subsample${further({ kernelSize: layer.poolSize, strides: layer.strides })}` },
  subtract: plain("join", "−"),
  sumPooling2d: pooling("sum pool"),
  tanh: plain("activation", "tanh"),
  upSampling2d: { family: "other", text: ({ size }) => `upsample by ${equal(size)}` },
  zeroPadding2d: plumbing("pad"),
};

/** The look of a layer's kind. The only place that must trust `kind` to pick the matching row. */
const lookOf = (layer: Layer): Look<Layer> => looks[layer.kind] as Look<Layer>;

/** What a layer is and its essential numbers: `3×3 conv, 64, /2`. */
export const layerText = (layer: Layer): string => lookOf(layer).text(layer);

export const familyOf = (layer: Layer): Family => lookOf(layer).family;
export const isPlumbing = (layer: Layer): boolean => lookOf(layer).plumbing ?? false;
export const isConstant = (layer: Layer): boolean => lookOf(layer).constant ?? false;
export const isSum = (layer: Layer): boolean => lookOf(layer).sum ?? false;

/** Whether readers see it as part of the layer before it: it works on each value as it comes. */
export const isTrailing = (layer: Layer): boolean => ["normalization", "activation", "dropout"].includes(familyOf(layer)) && rulesOf(layer).arity === 1;
