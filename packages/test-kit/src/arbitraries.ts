import * as core from "@convscope/core";
import type { Kind, Layer, LayerOf, Shape } from "@convscope/core";
import * as fc from "fast-check";

/** A layer and the shapes of inputs that it takes. */
export interface Placed<L extends Layer = Layer> {
  readonly layer: L;
  readonly inputs: readonly Shape[];
}

const n = (least: number, most: number): fc.Arbitrary<number> => fc.integer({ min: least, max: most });
const pick = <const T extends readonly unknown[]>(...of: T): fc.Arbitrary<T[number]> => fc.constantFrom(...of);
/** Numbers that survive JSON: no minus zero. */
const real = (least: number, most: number): fc.Arbitrary<number> => fc.double({ min: least, max: most, noNaN: true }).map((x) => x + 0);
const pair = (least: number, most: number): fc.Arbitrary<[number, number]> => fc.tuple(n(least, most), n(least, most));
/** Some of the options, so that defaults are met too. */
const some = <T extends object>(options: { readonly [F in keyof T]-?: fc.Arbitrary<Exclude<T[F], undefined>> }): fc.Arbitrary<T> => fc.record(options, { requiredKeys: [] }) as fc.Arbitrary<T>;

const map: fc.Arbitrary<Shape> = fc.tuple(n(5, 10), n(5, 10), n(1, 6));
const sequence: fc.Arbitrary<Shape> = fc.tuple(n(5, 10), n(1, 6));
const vector: fc.Arbitrary<Shape> = fc.tuple(n(1, 12));
const any: fc.Arbitrary<Shape> = fc.oneof(map, sequence, vector);

/** A layer without inputs to fit, on shapes of one kind. */
const on = <L extends Layer>(shape: fc.Arbitrary<Shape>, layer: fc.Arbitrary<L>): fc.Arbitrary<Placed<L>> => fc.record({ layer, inputs: fc.tuple(shape) });
/** A layer that depends on its input. */
const fit = <L extends Layer>(shape: fc.Arbitrary<Shape>, layer: (shape: Shape) => fc.Arbitrary<L>): fc.Arbitrary<Placed<L>> =>
  shape.chain((input) => fc.record({ layer: layer(input), inputs: fc.constant([input]) }));
/** A layer on several inputs of one shape. */
const alike = <L extends Layer>(layer: L, least: number, most: number): fc.Arbitrary<Placed<L>> =>
  fc.record({ layer: fc.constant(layer), inputs: fc.tuple(any, n(least, most)).map(([shape, count]) => new Array<Shape>(count).fill(shape)) });
const always = <L extends Layer>(layer: L): fc.Arbitrary<Placed<L>> => on(any, fc.constant(layer));

const one = n(1, 3);
const two = fc.oneof(one, fc.tuple(one, one));
const flag = fc.boolean();
const edges = fc.tuple(n(0, 2), n(0, 2));
const padding1d = fc.oneof(pick("valid", "same"), n(0, 2), edges);
const padding2d = fc.oneof(pick("valid", "same"), n(0, 2), pair(0, 2), fc.tuple(edges, edges));
const dilation = n(1, 2);
const dilation2d = fc.oneof(dilation, pair(1, 2));
const channelsOf = (shape: Shape): number => shape.at(-1) ?? 1;
const divisors = (of: number): number[] => Array.from({ length: of }, (_, i) => i + 1).filter((d) => of % d === 0);
const groupsOf = (shape: Shape): fc.Arbitrary<number> => pick(...divisors(channelsOf(shape)));

/** A pooling window no larger than the smallest map, with padding of at most half of it. */
const pool2d = fc.tuple(one, one).chain(([h, w]) =>
  fc.tuple(fc.constant<[number, number]>([h, w]), fc.oneof(
    some<Omit<core.MaxPooling2dOptions, "dilationRate">>({ strides: two, padding: pick("valid", [Math.floor(h / 2), Math.floor(w / 2)]), ceilMode: flag }),
    some<Omit<core.MaxPooling2dOptions, "dilationRate">>({ strides: two, padding: pick("same"), ceilMode: pick(false) }),
  )));
const pool1d = one.chain((size) =>
  fc.tuple(fc.constant(size), fc.oneof(
    some<Omit<core.MaxPooling1dOptions, "dilationRate">>({ strides: one, padding: pick("valid", Math.floor(size / 2)), ceilMode: flag }),
    some<Omit<core.MaxPooling1dOptions, "dilationRate">>({ strides: one, padding: pick("same"), ceilMode: pick(false) }),
  )));

const recurrent = { returnSequences: flag, bidirectional: flag, useBias: flag };
const affine = { epsilon: real(1e-8, 0.1), scale: flag, center: flag };

/** Layers of every kind with options that go together, on inputs that they take. A kind without a row does not compile. */
export const layersByKind: { readonly [K in Kind]: fc.Arbitrary<Placed<LayerOf<K>>> } = {
  adaptiveAveragePooling2d: on(map, two.map(core.adaptiveAveragePooling2d)),
  adaptiveMaxPooling2d: on(map, two.map(core.adaptiveMaxPooling2d)),
  add: alike(core.add(), 2, 4),
  average: alike(core.average(), 2, 4),
  averagePooling1d: on(sequence, fc.tuple(pool1d, flag).map(([[size, options], countIncludePad]) => core.averagePooling1d(size, { ...options, countIncludePad }))),
  averagePooling2d: on(map, fc.tuple(pool2d, flag).map(([[size, options], countIncludePad]) => core.averagePooling2d(size, { ...options, countIncludePad }))),
  batchNormalization: on(any, some<core.BatchNormalizationOptions>({ ...affine, momentum: real(0, 1), trackRunningStats: flag }).map(core.batchNormalization)),
  channelShuffle: fit(map, (x) => groupsOf(x).map(core.channelShuffle)),
  channelSlice: fit(any, (x) =>
    fc.oneof(fc.constant(channelsOf(x)), groupsOf(x)).chain((parts) => fc.tuple(n(0, parts - 1), flag).chain(([start, named]) =>
      n(start + 1, parts).map((end) => core.channelSlice(start, end, named || parts !== channelsOf(x) ? { parts } : {}))))),
  colorSpace: on(fc.tuple(n(1, 8), n(1, 8), fc.constant(3)), pick("greyscale", "hsv", "lab", "lch", "ycbcr").map(core.colorSpace)),
  concatenate: fc.tuple(any, fc.array(n(1, 5), { minLength: 1, maxLength: 3 }), n(-1, 2)).map(([shape, sizes, wanted]) => {
    const axis = wanted < shape.length ? wanted : -1;
    const place = axis < 0 ? shape.length - 1 : axis;
    return { layer: core.concatenate({ axis }), inputs: sizes.map((size) => shape.map((length, i) => (i === place ? size : length))) };
  }),
  connectionTableConv2d: fit(map, (x) =>
    fc.tuple(
      fc.array(fc.uniqueArray(n(0, channelsOf(x) - 1), { minLength: 1 }), { minLength: 1, maxLength: 4 }),
      two,
      some<core.ConnectionTableConv2dOptions>({ strides: two, padding: padding2d, useBias: flag }),
    ).map((args) => core.connectionTableConv2d(...args))),
  conv1d: fit(sequence, (x) =>
    fc.tuple(groupsOf(x), one, one, some<Omit<core.Conv1dOptions, "groups">>({ strides: one, padding: padding1d, dilationRate: dilation, useBias: flag })).map(([groups, times, size, options]) =>
      core.conv1d(groups * times, size, { ...options, groups }))),
  conv1dTranspose: fit(sequence, (x) =>
    fc.tuple(groupsOf(x), one, one, some<Omit<core.Conv1dTransposeOptions, "groups" | "outputPadding">>({ strides: one, padding: pick("valid", "same", 1, [0, 1]), dilationRate: dilation, useBias: flag })).map(([groups, times, size, options]) =>
      core.conv1dTranspose(groups * times, size, { ...options, groups, outputPadding: options.padding === "same" ? 0 : Math.max(options.strides ?? 1, options.dilationRate ?? 1) - 1 }))),
  conv2d: fit(map, (x) =>
    fc.tuple(groupsOf(x), one, two, some<Omit<core.Conv2dOptions, "groups">>({ strides: two, padding: padding2d, dilationRate: dilation2d, useBias: flag })).map(([groups, times, size, options]) =>
      core.conv2d(groups * times, size, { ...options, groups }))),
  conv2dTranspose: fit(map, (x) =>
    fc.tuple(groupsOf(x), one, two, some<{ strides: number; padding: core.PaddingOption2d; dilationRate: number; useBias: boolean }>({ strides: one, padding: pick("valid", "same", 1, [0, 1]), dilationRate: dilation, useBias: flag })).map(([groups, times, size, options]) =>
      core.conv2dTranspose(groups * times, size, { ...options, groups, outputPadding: options.padding === "same" ? 0 : Math.max(options.strides ?? 1, options.dilationRate ?? 1) - 1 }))),
  cropping2d: on(map, fc.oneof(n(0, 2), pair(0, 2), fc.tuple(edges, edges)).map(core.cropping2d)),
  custom: on(any, fc.string({ minLength: 1 }).map((name) => core.custom({ name, outputShape: ([x = []]) => x, run: ([x]: readonly number[]) => x ?? 0 }))),
  dense: on(any, fc.tuple(n(1, 8), some<core.DenseOptions>({ useBias: flag })).map((args) => core.dense(...args))),
  depthwiseConv2d: on(map, fc.tuple(two, some<core.DepthwiseConv2dOptions>({ strides: two, padding: padding2d, dilationRate: dilation2d, depthMultiplier: one, useBias: flag })).map((args) => core.depthwiseConv2d(...args))),
  dropout: on(any, real(0, 1).map(core.dropout)),
  elu: on(any, some<core.EluOptions>({ alpha: real(0, 3) }).map(core.elu)),
  embedding: on(vector, n(1, 20).chain((vocabulary) => fc.tuple(fc.constant(vocabulary), n(1, 6), some<core.EmbeddingOptions>({ paddingIndex: fc.oneof(pick("none"), n(0, vocabulary - 1)) }))).map((args) => core.embedding(...args))),
  flatten: always(core.flatten()),
  gaussianPooling2d: on(map, fc.tuple(pool2d, real(0.1, 3)).map(([[size, options], sigma]) => core.gaussianPooling2d(size, { ...options, sigma }))),
  gelu: on(any, some<core.GeluOptions>({ approximate: pick("none", "tanh") }).map(core.gelu)),
  globalAveragePooling1d: on(sequence, fc.constant(core.globalAveragePooling1d())),
  globalAveragePooling2d: on(map, fc.constant(core.globalAveragePooling2d())),
  globalMaxPooling1d: on(sequence, fc.constant(core.globalMaxPooling1d())),
  globalMaxPooling2d: on(map, fc.constant(core.globalMaxPooling2d())),
  groupNormalization: fit(map, (x) => fc.tuple(groupsOf(x), some<core.GroupNormalizationOptions>(affine)).map((args) => core.groupNormalization(...args))),
  gru: on(sequence, fc.tuple(n(1, 5), some<core.GruOptions>(recurrent)).map((args) => core.gru(...args))),
  hardSigmoid: always(core.hardSigmoid()),
  hardSwish: always(core.hardSwish()),
  l2Pooling2d: on(map, pool2d.map((args) => core.l2Pooling2d(...args))),
  layerNormalization: on(any, some<core.LayerNormalizationOptions>({ ...affine, axes: pick("last", "all") }).map(core.layerNormalization)),
  layerScale: on(any, some<core.LayerScaleOptions>({ initialValue: real(-1, 1) }).map(core.layerScale)),
  leakyRelu: on(any, some<core.LeakyReluOptions>({ negativeSlope: real(-1, 1) }).map(core.leakyRelu)),
  learnedConstant: on(any, fc.tuple(any, some<core.LearnedConstantOptions>({ initial: fc.oneof(pick("normal"), real(-1, 1)) })).map((args) => core.learnedConstant(...args))),
  linear: always(core.linear()),
  localResponseNormalization: on(map, fc.tuple(n(1, 7), some<core.LocalResponseNormalizationOptions>({ alpha: real(0, 1), beta: real(0, 1), k: real(0.1, 2), mode: pick("across", "within") })).map((args) => core.localResponseNormalization(...args))),
  locallyConnected2d: on(map, fc.tuple(one, two, some<core.LocallyConnected2dOptions>({ strides: two, padding: padding2d, useBias: flag })).map((args) => core.locallyConnected2d(...args))),
  logSoftmax: always(core.logSoftmax()),
  lstm: on(sequence, fc.tuple(n(1, 5), some<core.LstmOptions>(recurrent)).map((args) => core.lstm(...args))),
  maxPooling1d: on(sequence, fc.tuple(pool1d, dilation).map(([[size, options], dilationRate]) => core.maxPooling1d(size, options.ceilMode ? options : { ...options, dilationRate }))),
  maxPooling2d: on(map, fc.tuple(pool2d, dilation2d).map(([[size, options], dilationRate]) => core.maxPooling2d(size, options.ceilMode ? options : { ...options, dilationRate }))),
  maxUnpooling2d: fc.tuple(map, pool2d).map(([shape, [size, options]]) => ({ layer: core.maxUnpooling2d(size, options), inputs: [core.outputShape(core.maxPooling2d(size, options), [shape]), shape] })),
  minPooling2d: on(map, pool2d.map((args) => core.minPooling2d(...args))),
  mish: always(core.mish()),
  multiHeadAttention: fc.tuple(one, one, n(1, 5), n(1, 5), n(1, 4), n(1, 4), n(1, 3), some<core.MultiHeadAttentionOptions>({ causal: flag, useBias: flag })).map(
    ([heads, part, length, other, c, cv, count, options]) => ({ layer: core.multiHeadAttention(heads, options), inputs: [[length, heads * part], [other, c], [other, cv]].slice(0, count) })),
  multiply: alike(core.multiply(), 2, 4),
  normalization: fit(any, (x) => {
    const channels = { minLength: channelsOf(x), maxLength: channelsOf(x) };
    return fc.record({ mean: fc.array(real(-1, 1), channels), variance: fc.array(real(0.1, 2), channels) }).map(core.normalization);
  }),
  permute: fit(any, (x) => fc.shuffledSubarray(x.map((_, axis) => axis), { minLength: x.length }).map(core.permute)),
  prelu: on(any, some<core.PreluOptions>({ perChannel: flag, initialValue: real(-1, 1) }).map(core.prelu)),
  randomizedLeakyRelu: on(any, fc.tuple(real(0, 0.3), real(0.3, 1)).map(([lower, upper]) => core.randomizedLeakyRelu({ lower, upper }))),
  rbf: fit(vector, ([length = 1]) =>
    n(1, 4).chain((units) => fc.oneof(
      fc.constant(core.rbf(units)),
      fc.tuple(fc.array(fc.string({ unit: pick("+", "-"), minLength: length, maxLength: length }), { minLength: units, maxLength: units }), flag).map(([codes, trainable]) => core.rbf(units, { codes, trainable })),
    ))),
  relu: always(core.relu()),
  relu6: always(core.relu6()),
  repeatVector: on(vector, n(1, 6).map(core.repeatVector)),
  rescaling: fit(any, (x) => {
    const numbers = fc.oneof(real(-2, 2), fc.array(real(-2, 2), { minLength: channelsOf(x), maxLength: channelsOf(x) }));
    return some<core.RescalingOptions>({ scale: numbers, offset: numbers }).map(core.rescaling);
  }),
  reshape: fit(any, (x) => {
    const size = x.reduce((a, b) => a * b, 1);
    return pick(...divisors(size)).chain((first) => pick([first, -1], [-1, first], [first, size / first], [1, first, -1])).map(core.reshape);
  }),
  roiPooling: fc.tuple(map, n(1, 4), two, some<core.RoiPoolingOptions>({ spatialScale: real(0.1, 1) })).map(([shape, boxes, size, options]) => ({ layer: core.roiPooling(size, options), inputs: [shape, [boxes, 4]] })),
  scale: map.map((shape) => ({ layer: core.scale(), inputs: [shape, [channelsOf(shape)]] })),
  scaledTanh: on(any, some<core.ScaledTanhOptions>({ amplitude: real(0, 3), steepness: real(0, 3) }).map(core.scaledTanh)),
  select: fit(fc.oneof(map, sequence), (x) => n(-1, x.length - 1).chain((axis) => n(-(x.at(axis) ?? 1), (x.at(axis) ?? 1) - 1).map((index) => core.select(index + 0, { axis })))),
  selu: always(core.selu()),
  separableConv2d: on(map, fc.tuple(one, two, some<core.SeparableConv2dOptions>({ strides: two, padding: padding2d, dilationRate: dilation2d, depthMultiplier: one, useBias: flag, useDepthwiseBias: flag })).map((args) => core.separableConv2d(...args))),
  sigmoid: always(core.sigmoid()),
  silu: always(core.silu()),
  simpleRnn: on(sequence, fc.tuple(n(1, 5), some<core.SimpleRnnOptions>({ ...recurrent, activation: pick("tanh", "relu") })).map((args) => core.simpleRnn(...args))),
  softmax: always(core.softmax()),
  softplus: always(core.softplus()),
  softsign: always(core.softsign()),
  spatialDropout1d: on(sequence, real(0, 1).map(core.spatialDropout1d)),
  spatialDropout2d: on(map, real(0, 1).map(core.spatialDropout2d)),
  step: always(core.step()),
  stochasticDepth: on(any, fc.tuple(real(0, 1), some<core.StochasticDepthOptions>({ mode: pick("row", "batch") })).map((args) => core.stochasticDepth(...args))),
  subsampling2d: on(map, fc.tuple(two, some<core.Subsampling2dOptions>({ strides: two })).map((args) => core.subsampling2d(...args))),
  subtract: alike(core.subtract(), 2, 2),
  sumPooling2d: on(map, pool2d.map((args) => core.sumPooling2d(...args))),
  tanh: always(core.tanh()),
  upSampling2d: on(map, two.chain((size) => fc.oneof(fc.constant(core.upSampling2d(size)), flag.map((alignCorners) => core.upSampling2d(size, { interpolation: "bilinear", alignCorners }))))),
  zeroPadding2d: on(map, fc.oneof(n(0, 2), pair(0, 2), fc.tuple(edges, edges)).map(core.zeroPadding2d)),
};

/** A layer of any kind on inputs that it takes, all kinds alike. */
export const anyLayer: fc.Arbitrary<Placed> = fc.constantFrom(...core.kinds).chain((kind): fc.Arbitrary<Placed> => layersByKind[kind]);
