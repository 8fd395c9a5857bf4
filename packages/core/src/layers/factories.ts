import { LayerError } from "../errors.ts";
import { didYouMean } from "../suggest.ts";
import * as layers from "./index.ts";
import { kinds, rules, type Kind, type Layer, type LayerOf } from "./table.ts";

/** How a kind of layer is made from values by name. */
export interface Factory<L extends Layer> {
  /** The names of the factory's arguments that must be given, in order. */
  readonly required: readonly string[];
  /** All other names that it takes: arguments with a default, and options. */
  readonly optional: readonly string[];
  /** Makes the layer; the factory itself refuses values that do not fit. */
  make(values: Values): L;
}

/** Values of a layer's fields by name, as a file or a command line gives them. */
export type Values = { readonly [field: string]: unknown };

type Arguments = readonly unknown[];

interface Signature {
  /** Arguments in order; a name that ends in `?` may be left out. */
  readonly positional?: readonly string[];
  /** Option names, where they are not just the remaining fields. */
  readonly options?: readonly string[];
}

/** A row of the table for a factory that takes arguments in order, then its options. */
function row<K extends Kind, A extends Arguments>(kind: K, factory: (...args: A) => LayerOf<K>, { positional = [], options }: Signature = {}): Factory<LayerOf<K>> {
  const names = positional.map((name) => name.replace("?", ""));
  const named = options ?? Object.keys(rules[kind].fields).filter((field) => !names.includes(field));
  return {
    required: positional.filter((name) => !name.endsWith("?")),
    optional: [...names.filter((name) => positional.includes(`${name}?`)), ...named],
    make(values) {
      const given = Object.fromEntries(named.filter((name) => values[name] !== undefined).map((name) => [name, values[name]]));
      // What a name holds is anybody's guess here; the factory checks every field.
      return factory(...([...names.map((name) => values[name]), ...(named.length > 0 ? [given] : [])] as readonly unknown[] as A));
    },
  };
}

const convolution = { positional: ["filters", "kernelSize"] } as const;
const pooling = { positional: ["kernelSize"] } as const;
const cell = { positional: ["units"] } as const;

/** How each kind is made from values by name. A kind without a row does not compile. */
export const factories: { readonly [K in Kind]: Factory<LayerOf<K>> } = {
  adaptiveAveragePooling2d: row("adaptiveAveragePooling2d", layers.adaptiveAveragePooling2d, { positional: ["outputSize"] }),
  adaptiveMaxPooling2d: row("adaptiveMaxPooling2d", layers.adaptiveMaxPooling2d, { positional: ["outputSize"] }),
  add: row("add", layers.add),
  average: row("average", layers.average),
  averagePooling1d: row("averagePooling1d", layers.averagePooling1d, pooling),
  averagePooling2d: row("averagePooling2d", layers.averagePooling2d, pooling),
  batchNormalization: row("batchNormalization", layers.batchNormalization),
  channelShuffle: row("channelShuffle", layers.channelShuffle, { positional: ["groups"] }),
  channelSlice: row("channelSlice", layers.channelSlice, { positional: ["start", "end"] }),
  colorSpace: row("colorSpace", layers.colorSpace, { positional: ["to"] }),
  concatenate: row("concatenate", layers.concatenate),
  connectionTableConv2d: row("connectionTableConv2d", layers.connectionTableConv2d, { positional: ["table", "kernelSize"] }),
  conv1d: row("conv1d", layers.conv1d, convolution),
  conv1dTranspose: row("conv1dTranspose", layers.conv1dTranspose, convolution),
  conv2d: row("conv2d", layers.conv2d, convolution),
  conv2dTranspose: row("conv2dTranspose", layers.conv2dTranspose, convolution),
  cropping2d: row("cropping2d", layers.cropping2d, { positional: ["cropping"] }),
  custom: {
    required: [],
    optional: [],
    make() {
      throw new LayerError("custom", "it holds functions, which no record of values can. Use custom() in code.");
    },
  },
  dense: row("dense", layers.dense, cell),
  depthwiseConv2d: row("depthwiseConv2d", layers.depthwiseConv2d, pooling),
  dropout: row("dropout", layers.dropout, { positional: ["rate?"] }),
  elu: row("elu", layers.elu),
  embedding: row("embedding", layers.embedding, { positional: ["vocabulary", "units"] }),
  flatten: row("flatten", layers.flatten),
  gaussianPooling2d: row("gaussianPooling2d", layers.gaussianPooling2d, pooling),
  gelu: row("gelu", layers.gelu),
  globalAveragePooling1d: row("globalAveragePooling1d", layers.globalAveragePooling1d),
  globalAveragePooling2d: row("globalAveragePooling2d", layers.globalAveragePooling2d),
  globalMaxPooling1d: row("globalMaxPooling1d", layers.globalMaxPooling1d),
  globalMaxPooling2d: row("globalMaxPooling2d", layers.globalMaxPooling2d),
  groupNormalization: row("groupNormalization", layers.groupNormalization, { positional: ["groups"] }),
  gru: row("gru", layers.gru, cell),
  hardSigmoid: row("hardSigmoid", layers.hardSigmoid),
  hardSwish: row("hardSwish", layers.hardSwish),
  l2Pooling2d: row("l2Pooling2d", layers.l2Pooling2d, pooling),
  layerNormalization: row("layerNormalization", layers.layerNormalization),
  layerScale: row("layerScale", layers.layerScale),
  leakyRelu: row("leakyRelu", layers.leakyRelu),
  learnedConstant: row("learnedConstant", layers.learnedConstant, { positional: ["shape"] }),
  linear: row("linear", layers.linear),
  localResponseNormalization: row("localResponseNormalization", layers.localResponseNormalization, { positional: ["size"] }),
  locallyConnected2d: row("locallyConnected2d", layers.locallyConnected2d, convolution),
  logSoftmax: row("logSoftmax", layers.logSoftmax),
  lstm: row("lstm", layers.lstm, cell),
  maxPooling1d: row("maxPooling1d", layers.maxPooling1d, pooling),
  maxPooling2d: row("maxPooling2d", layers.maxPooling2d, pooling),
  maxUnpooling2d: row("maxUnpooling2d", layers.maxUnpooling2d, pooling),
  minPooling2d: row("minPooling2d", layers.minPooling2d, pooling),
  mish: row("mish", layers.mish),
  multiHeadAttention: row("multiHeadAttention", layers.multiHeadAttention, { positional: ["heads"] }),
  multiply: row("multiply", layers.multiply),
  normalization: row("normalization", layers.normalization, { options: ["mean", "variance", "std"] }),
  permute: row("permute", layers.permute, { positional: ["axes"] }),
  prelu: row("prelu", layers.prelu),
  randomizedLeakyRelu: row("randomizedLeakyRelu", layers.randomizedLeakyRelu),
  rbf: row("rbf", layers.rbf, cell),
  relu: row("relu", layers.relu),
  relu6: row("relu6", layers.relu6),
  repeatVector: row("repeatVector", layers.repeatVector, { positional: ["n"] }),
  rescaling: row("rescaling", layers.rescaling),
  reshape: row("reshape", layers.reshape, { positional: ["targetShape"] }),
  roiPooling: row("roiPooling", layers.roiPooling, { positional: ["outputSize"] }),
  scale: row("scale", layers.scale),
  scaledTanh: row("scaledTanh", layers.scaledTanh),
  select: row("select", layers.select, { positional: ["index"] }),
  selu: row("selu", layers.selu),
  separableConv2d: row("separableConv2d", layers.separableConv2d, convolution),
  sigmoid: row("sigmoid", layers.sigmoid),
  silu: row("silu", layers.silu),
  simpleRnn: row("simpleRnn", layers.simpleRnn, cell),
  softmax: row("softmax", layers.softmax),
  softplus: row("softplus", layers.softplus),
  softsign: row("softsign", layers.softsign),
  spatialDropout1d: row("spatialDropout1d", layers.spatialDropout1d, { positional: ["rate?"] }),
  spatialDropout2d: row("spatialDropout2d", layers.spatialDropout2d, { positional: ["rate?"] }),
  step: row("step", layers.step),
  stochasticDepth: row("stochasticDepth", layers.stochasticDepth, { positional: ["rate"] }),
  subsampling2d: row("subsampling2d", layers.subsampling2d, { positional: ["poolSize?"] }),
  subtract: row("subtract", layers.subtract),
  sumPooling2d: row("sumPooling2d", layers.sumPooling2d, pooling),
  tanh: row("tanh", layers.tanh),
  upSampling2d: row("upSampling2d", layers.upSampling2d, { positional: ["size"] }),
  zeroPadding2d: row("zeroPadding2d", layers.zeroPadding2d, { positional: ["padding"] }),
};

/** Whether a word is a kind of layer. */
export const isKind = (word: string): word is Kind => Object.hasOwn(factories, word);

/**
 * The layer of a kind from values by name: `layerOf("conv2d", { filters: 32, kernelSize: 3, padding: "same" })`.
 *
 * @throws LayerError for an unknown kind or field, with the nearest, a missing field, or a value that does not fit.
 */
export function layerOf(kind: string, fields: Values = {}): Layer {
  if (!isKind(kind)) throw new LayerError(kind, `there is no such kind of layer.${didYouMean(kind, kinds)} There are ${kinds.length}, such as conv2d, maxPooling2d and dense.`);
  const { required, optional, make }: Factory<Layer> = factories[kind];
  const names = [...required, ...optional];
  for (const name of Object.keys(fields))
    if (!names.includes(name)) throw new LayerError(kind, `unknown field ${name}.${didYouMean(name, names)} ${names.length > 0 ? `Fields: ${names.join(", ")}.` : "It has none."}`);
  const missing = required.filter((name) => fields[name] === undefined);
  if (missing.length > 0) throw new LayerError(kind, `needs ${missing.join(" and ")}. Received ${Object.keys(fields).join(", ") || "no fields"}.`);
  return make(fields);
}
