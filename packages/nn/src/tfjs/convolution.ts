import type { Edges, Pair } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { overlapAdd, patches, type Taps } from "./patches.ts";

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
export function convolve(x: tf.Tensor4D, kernel: tf.Tensor4D, sliding: Sliding): tf.Tensor4D {
  const { strides, groups } = sliding;
  if (!isDilated(sliding) && groups === 1) return tf.conv2d(x, kernel, [...strides], explicit(sliding));
  if (!isDilated(sliding) && groups === x.shape[3]) return tf.depthwiseConv2d(x, depthwise(kernel, groups), [...strides], explicit(sliding));
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
  const y = spreadOver(x, kernel, sliding, [height, width]);
  return height === size[0] && width === size[1] ? y : tf.pad(y, [[0, 0], [0, size[0] - height], [0, size[1] - width], [0, 0]]);
}

/** `convolveTransposed` where `sliding` is exactly the convolution from `size` back to `[H, W]`. */
function spreadOver(x: tf.Tensor4D, kernel: tf.Tensor4D, sliding: Sliding, size: Size): tf.Tensor4D {
  if (!isDilated(sliding) && sliding.groups === 1) return tf.conv2dTranspose(x, kernel, [x.shape[0], ...size, kernel.shape[2]], [...sliding.strides], explicit(sliding));
  return linear(
    (x, kernel) => backward(x, kernel, sliding, size),
    (dy, _, kernel) => forward(dy, kernel, sliding),
    (dy, x, kernel) => filterGradient(dy, x, kernel.shape, sliding),
  )(x, kernel);
}

type Product = (a: tf.Tensor4D, b: tf.Tensor4D) => tf.Tensor4D;
type Gradient = (dy: tf.Tensor4D, a: tf.Tensor4D, b: tf.Tensor4D) => tf.Tensor4D;

/** A product of two tensors with its two gradients. */
function linear(value: Product, gradA: Gradient, gradB: Gradient): Product {
  const custom = tf.customGrad((...args) => {
    const [a, b] = args.slice(0, 2) as [tf.Tensor4D, tf.Tensor4D];
    (args[2] as tf.GradSaveFunc)([a, b]);
    return {
      value: value(a, b),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [a, b] = saved as [tf.Tensor4D, tf.Tensor4D];
        return [gradA(dy as tf.Tensor4D, a, b), gradB(dy as tf.Tensor4D, a, b)];
      },
    };
  });
  return (a, b) => custom(a, b) as tf.Tensor4D;
}

const isDilated = ({ dilationRate }: Sliding): boolean => dilationRate[0] > 1 || dilationRate[1] > 1;
const isStrided = ({ strides }: Sliding): boolean => strides[0] > 1 || strides[1] > 1;

const explicit = ({ edges: [h, w] }: Sliding): [[number, number], [number, number], [number, number], [number, number]] => [[0, 0], [...h], [...w], [0, 0]];

/** `[kh, kw, 1, C·m]` as TensorFlow.js wants it, `[kh, kw, C, m]`: the same order in memory. */
const depthwise = (kernel: tf.Tensor4D, groups: number): tf.Tensor4D => tf.reshape(kernel, [kernel.shape[0], kernel.shape[1], groups, kernel.shape[3] / groups]);

const taps = ({ strides, dilationRate, edges }: Sliding, kernel: readonly number[], places: Size): Taps => ({
  kernelSize: [kernel[0] ?? 1, kernel[1] ?? 1], strides, dilationRate, edges, places,
});

/** Where the kernel stands in an input of `size`. */
const placesIn = ({ strides, dilationRate, edges }: Sliding, kernel: readonly number[], size: Size): Size => {
  const along = (axis: 0 | 1): number => Math.floor((size[axis] + edges[axis][0] + edges[axis][1] - dilationRate[axis] * ((kernel[axis] ?? 1) - 1) - 1) / strides[axis]) + 1;
  return [along(0), along(1)];
};

function forward(x: tf.Tensor4D, kernel: tf.Tensor4D, sliding: Sliding): tf.Tensor4D {
  const { strides, dilationRate, groups } = sliding;
  if (groups === 1 && !(isStrided(sliding) && isDilated(sliding))) return tf.conv2d(x, kernel, [...strides], explicit(sliding), "NHWC", [...dilationRate]);
  return tf.tidy(() => {
    const places = placesIn(sliding, kernel.shape, [x.shape[1], x.shape[2]]);
    const columns = patches(inGroups(x, groups), taps(sliding, kernel.shape, places));
    const products = tf.matMul(byGroup(columns, groups), kernelRows(kernel, groups));
    return outOfGroups(tf.reshape(products, [groups * x.shape[0], ...places, kernel.shape[3] / groups]), groups);
  });
}

/** What the outputs send back to an input of `size`: every product of `forward`, transposed. */
function backward(dy: tf.Tensor4D, kernel: tf.Tensor4D, sliding: Sliding, size: Size): tf.Tensor4D {
  const { groups } = sliding;
  return tf.tidy(() => {
    const rows = tf.transpose(kernelRows(kernel, groups), [0, 2, 1]);
    const columns = tf.matMul(byGroup(inGroups(dy, groups), groups), rows);
    const places: Size = [dy.shape[1], dy.shape[2]];
    const shaped = tf.reshape(columns, [groups * dy.shape[0], ...places, rows.shape[2]]) as tf.Tensor4D;
    return outOfGroups(overlapAdd(shaped, taps(sliding, kernel.shape, places), size), groups);
  });
}

function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, shape: tf.Tensor4D["shape"], sliding: Sliding): tf.Tensor4D {
  const { groups } = sliding;
  const [kh, kw, inward, filters] = shape;
  return tf.tidy(() => {
    const columns = patches(inGroups(x, groups), taps(sliding, shape, [dy.shape[1], dy.shape[2]]));
    const grouped = tf.matMul(byGroup(columns, groups), byGroup(inGroups(dy, groups), groups), true);
    return tf.reshape(tf.transpose(grouped, [1, 0, 2]), [kh, kw, inward, filters]);
  });
}

/** `[N, H, W, C]` to `[groups·N, H, W, C / groups]`. */
function inGroups(x: tf.Tensor4D, groups: number): tf.Tensor4D {
  if (groups === 1) return x;
  const [n, h, w, c] = x.shape;
  return tf.reshape(tf.transpose(tf.reshape(x, [n * h * w, groups, c / groups]), [1, 0, 2]), [groups * n, h, w, c / groups]);
}

/** `[groups·N, H, W, C / groups]` to `[N, H, W, C]`. */
function outOfGroups(x: tf.Tensor4D, groups: number): tf.Tensor4D {
  if (groups === 1) return x;
  const [gn, h, w, c] = x.shape;
  const n = gn / groups;
  return tf.reshape(tf.transpose(tf.reshape(x, [groups, n * h * w, c]), [1, 0, 2]), [n, h, w, groups * c]);
}

/** `[groups·N, H, W, c]` to `[groups, N·H·W, c]`. */
const byGroup = (x: tf.Tensor4D, groups: number): tf.Tensor3D => tf.reshape(x, [groups, -1, x.shape[3]]);

/** `[kh, kw, inward, filters]` to `[groups, kh·kw·inward, filters / groups]`. */
function kernelRows(kernel: tf.Tensor4D, groups: number): tf.Tensor3D {
  const [kh, kw, inward, filters] = kernel.shape;
  const rows = tf.reshape(kernel, [kh * kw * inward, groups, filters / groups]) as tf.Tensor3D;
  return tf.transpose(rows, [1, 0, 2]);
}
