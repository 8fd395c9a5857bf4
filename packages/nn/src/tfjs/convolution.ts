import type { Edges, Pair } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Rectifier } from "./executor.ts";
import { ownConvolution, ownConvolutionTransposed } from "./ownConvolution.ts";
import { ownKernel } from "./ownKernel.ts";
import { overlapAdd, patches, patchesOf, type Taps } from "./patches.ts";

/** How a convolution slides. `edges` are the zeros `[[top, bottom], [left, right]]`. */
export interface Sliding {
  readonly strides: Pair;
  readonly dilationRate: Pair;
  readonly edges: readonly [height: Edges, width: Edges];
  readonly groups: number;
}

type Size = readonly [height: number, width: number];

/**
 * x `[N, H, W, C]`, kernel `[kh, kw, C / groups, filters]` to `[N, H', W', filters]`, with both gradients for any strides,
 * dilation, groups and edges. TensorFlow.js has neither groups, nor the gradient of a dilated convolution, nor strides
 * and dilation together; where it can do it all, its own operation is used.
 */
export function convolve(x: tf.Tensor4D, kernel: tf.Tensor4D, sliding: Sliding, { bias, activation = "linear" }: After = {}): tf.Tensor4D {
  if (ownKernel("GroupedConv2D")) return ownConvolution(x, kernel, attributesOf(sliding), bias, activation);
  const y = convolved(x, kernel, sliding);
  return bias ? tf.add(y, bias) : y;
}

/** What follows a convolution at once. */
export interface After {
  readonly bias?: tf.Tensor | undefined;
  /** Only for backends that have a kernel of ours for it. */
  readonly activation?: Rectifier | undefined;
}

/** A sliding as our own kernels take it. */
const attributesOf = ({ strides, dilationRate, edges: [h, w], groups }: Sliding): tf.NamedAttrMap => ({ strides: [...strides], dilations: [...dilationRate], pad: [[...h], [...w]], groups });

function convolved(x: tf.Tensor4D, kernel: tf.Tensor4D, sliding: Sliding): tf.Tensor4D {
  const { strides, groups } = sliding;
  if (groups > 1 && groups === x.shape[3]) return isDilated(sliding) ? eachChannel(x, kernel, sliding) : tf.depthwiseConv2d(x, depthwise(kernel, groups), [...strides], explicit(sliding));
  if (groups > 1) return byGroup(x, tf.split(kernel, groups, 3), (x, kernel) => convolved(x, kernel, { ...sliding, groups: 1 }));
  if (!isDilated(sliding)) return tf.conv2d(x, kernel, [...strides], explicit(sliding));
  const [, height, width] = x.shape;
  return linear(
    (x, kernel) => forward(x, kernel, sliding),
    (dy, _, kernel) => backward(dy, kernel, sliding, [height, width]),
    (dy, x, kernel) => filterGradient(x, dy, kernel.shape, sliding),
  )(x, kernel);
}

/**
 * The transpose of `convolve`: x `[N, H, W, C]`, kernel `[kh, kw, filters / groups, C]` to `[N, height, width, filters]`. Of
 * `edges` only what is cut off before counts; what is cut off after, or added, follows from `size`.
 */
export function convolveTransposed(x: tf.Tensor4D, kernel: tf.Tensor4D, { edges, ...rest }: Sliding, size: Size): tf.Tensor4D {
  const { strides, dilationRate, groups } = rest;
  const reach = ([0, 1] as const).map((axis) => ((x.shape[axis + 1] ?? 1) - 1) * strides[axis] + dilationRate[axis] * ((kernel.shape[axis] ?? 1) - 1) + 1 - edges[axis][0]);
  const [height, width] = size.map((n, axis) => Math.min(n, reach[axis] ?? n)) as [number, number];
  if (height < 1 || width < 1) return tf.zeros([x.shape[0], ...size, groups * kernel.shape[2]]);
  const sliding: Sliding = { ...rest, edges: [[edges[0][0], (reach[0] ?? 0) - height], [edges[1][0], (reach[1] ?? 0) - width]] };
  const one: Product = (x, kernel) => spreadOver(x, kernel, sliding, [height, width]);
  const y = ownKernel("GroupedConv2D")
    ? ownConvolutionTransposed(x, kernel, attributesOf(sliding), [x.shape[0], height, width, groups * kernel.shape[2]])
    : groups === 1 ? one(x, kernel) : byGroup(x, tf.split(kernel, groups, 3), one);
  return height === size[0] && width === size[1] ? y : tf.pad(y, [[0, 0], [0, size[0] - height], [0, size[1] - width], [0, 0]]);
}

/** `convolveTransposed` of one group, where `sliding` is exactly the convolution from `size` back to `[H, W]`. */
function spreadOver(x: tf.Tensor4D, kernel: tf.Tensor4D, sliding: Sliding, size: Size): tf.Tensor4D {
  if (!isDilated(sliding)) return tf.conv2dTranspose(x, kernel, [x.shape[0], ...size, kernel.shape[2]], [...sliding.strides], explicit(sliding));
  return linear(
    (x, kernel) => backward(x, kernel, sliding, size),
    (dy, _, kernel) => forward(dy, kernel, sliding),
    (dy, x, kernel) => filterGradient(dy, x, kernel.shape, sliding),
  )(x, kernel);
}

type Product = (a: tf.Tensor4D, b: tf.Tensor4D) => tf.Tensor4D;
type Gradient = (dy: tf.Tensor4D, a: tf.Tensor4D, b: tf.Tensor4D) => tf.Tensor4D;

/** Each kernel on its share of the channels, the answers side by side. */
const byGroup = (x: tf.Tensor4D, kernels: readonly tf.Tensor4D[], one: Product): tf.Tensor4D => {
  const shares = tf.split(x, kernels.length, 3);
  return tf.concat(kernels.map((kernel, i) => one(shares[i] as tf.Tensor4D, kernel)), 3);
};

/** A product of two tensors with its two gradients. */
function linear(value: Product, gradA: Gradient, gradB: Gradient): Product {
  const custom = tf.customGrad((...args) => {
    const [a, b] = args.slice(0, 2) as [tf.Tensor4D, tf.Tensor4D];
    (args[2] as tf.GradSaveFunc)([a, b]);
    return {
      value: tf.tidy(() => value(a, b)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [a, b] = saved as [tf.Tensor4D, tf.Tensor4D];
        return [tf.tidy(() => gradA(dy as tf.Tensor4D, a, b)), tf.tidy(() => gradB(dy as tf.Tensor4D, a, b))];
      },
    };
  });
  return (a, b) => custom(a, b) as tf.Tensor4D;
}

const isDilated = ({ dilationRate }: Sliding): boolean => dilationRate[0] > 1 || dilationRate[1] > 1;
const isStrided = ({ strides }: Sliding): boolean => strides[0] > 1 || strides[1] > 1;

const explicit = ({ edges: [h, w] }: Pick<Sliding, "edges">): [[number, number], [number, number], [number, number], [number, number]] => [[0, 0], [...h], [...w], [0, 0]];

/** `[kh, kw, 1, C·m]` as TensorFlow.js wants it, `[kh, kw, C, m]`: the same order in memory. */
const depthwise = (kernel: tf.Tensor4D, groups: number): tf.Tensor4D => tf.reshape(kernel, [kernel.shape[0], kernel.shape[1], groups, kernel.shape[3] / groups]);

const taps = ({ strides, dilationRate, edges }: Sliding, kernel: readonly number[], places: Size): Taps => ({
  kernelSize: [kernel[0] ?? 1, kernel[1] ?? 1], strides, dilationRate, edges, places,
});

/** Where the kernel stands in an input of `size`. */
function placesIn({ strides, dilationRate, edges }: Sliding, kernel: readonly number[], size: Size): Size {
  const along = (axis: 0 | 1): number => Math.floor((size[axis] + edges[axis][0] + edges[axis][1] - dilationRate[axis] * ((kernel[axis] ?? 1) - 1) - 1) / strides[axis]) + 1;
  return [along(0), along(1)];
}

/** A dilated depthwise convolution: what every tap sees of each channel times its weight, summed over the taps. */
function eachChannel(x: tf.Tensor4D, kernel: tf.Tensor4D, sliding: Sliding): tf.Tensor4D {
  const [n, height, width, channels] = x.shape;
  const places = placesIn(sliding, kernel.shape, [height, width]);
  const [area, multiplier] = [kernel.shape[0] * kernel.shape[1], kernel.shape[3] / channels];
  const seen = tf.reshape(patchesOf(x, taps(sliding, kernel.shape, places)), [-1, area, channels, 1]);
  return tf.reshape(tf.sum(tf.mul(seen, tf.reshape(kernel, [1, area, channels, multiplier])), 1), [n, ...places, channels * multiplier]);
}

function forward(x: tf.Tensor4D, kernel: tf.Tensor4D, sliding: Sliding): tf.Tensor4D {
  if (!isStrided(sliding)) return tf.conv2d(x, kernel, 1, explicit(sliding), "NHWC", [...sliding.dilationRate]);
  const places = placesIn(sliding, kernel.shape, [x.shape[1], x.shape[2]]);
  const columns = patches(x, taps(sliding, kernel.shape, places));
  return tf.reshape(tf.matMul(rows(columns), kernelRows(kernel)), [x.shape[0], ...places, kernel.shape[3]]);
}

/** What the outputs send back to an input of `size`: every product of `forward`, transposed. */
function backward(dy: tf.Tensor4D, kernel: tf.Tensor4D, sliding: Sliding, size: Size): tf.Tensor4D {
  const flipped = isStrided(sliding) ? undefined : flippedEdges(sliding, kernel.shape, size, [dy.shape[1], dy.shape[2]]);
  // Without strides it is a convolution with the flipped kernel: arXiv:1603.07285, relationship 10.
  if (flipped) return tf.conv2d(dy, tf.transpose(tf.reverse(kernel, [0, 1]), [0, 1, 3, 2]), 1, explicit({ edges: flipped }), "NHWC", [...sliding.dilationRate]);
  const columns = tf.matMul(rows(dy), kernelRows(kernel), false, true);
  const shaped = tf.reshape(columns, [dy.shape[0], dy.shape[1], dy.shape[2], -1]) as tf.Tensor4D;
  return overlapAdd(shaped, taps(sliding, kernel.shape, [dy.shape[1], dy.shape[2]]), size);
}

/** The edges of the convolution back, or nothing where padding wider than the kernel would make them negative. */
function flippedEdges({ dilationRate, edges }: Sliding, kernel: readonly number[], size: Size, places: Size): Sliding["edges"] | undefined {
  const along = (axis: 0 | 1): Edges => {
    const reach = dilationRate[axis] * ((kernel[axis] ?? 1) - 1);
    const before = reach - edges[axis][0];
    return [before, size[axis] + reach - places[axis] - before];
  };
  const [h, w] = [along(0), along(1)];
  return [...h, ...w].every((p) => p >= 0) ? [h, w] : undefined;
}

/** As a convolution of x by dy, in which the batch plays the channels and strides and dilation change places. */
function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, shape: tf.Tensor4D["shape"], sliding: Sliding): tf.Tensor4D {
  if (isStrided(sliding)) return tf.reshape(tf.matMul(rows(patches(x, taps(sliding, shape, [dy.shape[1], dy.shape[2]]))), rows(dy), true), shape);
  const sums = tf.conv2d(tf.transpose(x, [3, 1, 2, 0]), tf.transpose(dy, [1, 2, 0, 3]), [...sliding.dilationRate], explicit(sliding));
  return tf.transpose(sums, [1, 2, 0, 3]);
}

/** `[N, H, W, C]` to `[N·H·W, C]`. */
const rows = (x: tf.Tensor4D): tf.Tensor2D => tf.reshape(x, [-1, x.shape[3]]);

/** `[kh, kw, C, filters]` to `[kh·kw·C, filters]`. */
const kernelRows = (kernel: tf.Tensor4D): tf.Tensor2D => tf.reshape(kernel, [-1, kernel.shape[3]]);
