import type { Edges, Pair } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";

/** A sliding window and where it stands: `places` is how often along `[height, width]`. */
export interface Taps {
  readonly kernelSize: Pair;
  readonly strides: Pair;
  readonly dilationRate: Pair;
  readonly edges: readonly [height: Edges, width: Edges];
  readonly places: readonly [height: number, width: number];
}

/** x `[N, H, W, C]` to `[N, H', W', kh·kw·C]`: at every place of the window what it sees, tap by tap. No gradient. */
export function patches(x: tf.Tensor4D, taps: Taps): tf.Tensor4D {
  const { kernelSize, strides, dilationRate, places: [h, w] } = taps;
  const [n, , , channels] = x.shape;
  if (kernelSize[0] * kernelSize[1] === 1 && strides[0] * strides[1] === 1 && taps.edges.flat().every((p) => p === 0)) return tf.clone(x);
  const padded = surround(x, taps);
  const seen = offsets(taps).map(([i, j]) => {
    const begin = [0, i * dilationRate[0], j * dilationRate[1], 0] as const;
    const [height, width] = [(h - 1) * strides[0] + 1, (w - 1) * strides[1] + 1];
    const block = tf.slice(padded, [...begin], [n, height, width, channels]);
    return strides[0] * strides[1] === 1 ? block : tf.stridedSlice(block, [0, 0, 0, 0], [n, height, width, channels], [1, ...strides, 1]);
  });
  return (seen.length === 1 ? seen[0] : tf.concat(seen, 3)) as tf.Tensor4D;
}

/**
 * The transpose of `patches`: columns `[N, H', W', kh·kw·C]` to `[N, height, width, C]`, each place adding what its window
 * holds to where it lies. No gradient.
 */
export function overlapAdd(columns: tf.Tensor4D, taps: Taps, [height, width]: readonly [number, number]): tf.Tensor4D {
  const { kernelSize: [kh, kw], dilationRate, edges: [[top, bottom], [left, right]], strides, places: [h, w] } = taps;
  const [n] = columns.shape;
  const channels = columns.shape[3] / (kh * kw);
  const [tall, wide] = [height + top + bottom, width + left + right];
  const layers = offsets(taps).map(([i, j], tap) => {
    const block = spread(tf.slice(columns, [0, 0, 0, tap * channels], [n, h, w, channels]), strides);
    const [before, across] = [i * dilationRate[0], j * dilationRate[1]];
    return tf.pad(block, [[0, 0], [before, tall - before - (block.shape[1] ?? 0)], [across, wide - across - (block.shape[2] ?? 0)], [0, 0]]);
  });
  const sum = layers.reduce((a, b) => tf.add(a, b)) as tf.Tensor4D;
  return tf.slice(sum, [0, top, left, 0], [n, height, width, channels]);
}

/** Row and column of every tap, in the kernel's memory order. */
const offsets = ({ kernelSize: [kh, kw] }: Taps): readonly (readonly [number, number])[] => Array.from({ length: kh * kw }, (_, tap) => [Math.floor(tap / kw), tap % kw] as const);

/** Zeros around x; no operation where there are none. */
const surround = (x: tf.Tensor4D, { edges: [h, w] }: Taps): tf.Tensor4D => ([...h, ...w].every((p) => p === 0) ? x : tf.pad(x, [[0, 0], [...h], [...w], [0, 0]]));

/** Zeros between rows and columns: `[N, H, W, C]` to `[N, (H − 1)·sh + 1, (W − 1)·sw + 1, C]`. */
function spread(x: tf.Tensor4D, [sh, sw]: Pair): tf.Tensor4D {
  if (sh * sw === 1) return x;
  const [n, h, w, c] = x.shape;
  const wide = tf.pad(tf.reshape(x, [n * h * w, 1, c]) as tf.Tensor3D, [[0, 0], [0, sw - 1], [0, 0]]);
  const tall = tf.pad(tf.reshape(wide, [n * h, 1, w * sw * c]) as tf.Tensor3D, [[0, 0], [0, sh - 1], [0, 0]]);
  return tf.slice(tf.reshape(tall, [n, h * sh, w * sw, c]) as tf.Tensor4D, [0, 0, 0, 0], [n, (h - 1) * sh + 1, (w - 1) * sw + 1, c]);
}

/** `patches`, with its gradient. */
export function patchesOf(x: tf.Tensor4D, taps: Taps): tf.Tensor4D {
  const [, height, width] = x.shape;
  const seen = tf.customGrad((x) => ({
    value: tf.tidy(() => patches(x as tf.Tensor4D, taps)),
    gradFunc: (dy: tf.Tensor) => tf.tidy(() => overlapAdd(dy as tf.Tensor4D, taps, [height, width])),
  }));
  return seen(x) as tf.Tensor4D;
}
