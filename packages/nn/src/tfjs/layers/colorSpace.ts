import type { ColorSpace, ColorSpaceName } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { detached } from "../detached.ts";
import { only, type Executor } from "../executor.ts";
import { safeSqrt } from "../safe.ts";

export const colorSpace: Executor<ColorSpace> = ({ to }, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  const pixels = tf.reshape(x, [-1, 3]) as tf.Tensor2D;
  const y = spaces[to](pixels);
  return tf.reshape(y, [...x.shape.slice(0, 3), y.shape[1]]);
};

/** Pixels `[n, 3]` to pixels `[n, 1]` or `[n, 3]`, as core's doc of `colorSpace` defines them. */
const spaces: { readonly [S in ColorSpaceName]: (rgb: tf.Tensor2D) => tf.Tensor2D } = {
  greyscale: (rgb) => tf.matMul(rgb, tf.tensor2d([[0.299], [0.587], [0.114]])),
  // Cb = (B − Y) / 1.772 and Cr = (R − Y) / 1.402, by columns.
  ycbcr: (rgb) =>
    tf.add(
      tf.matMul(rgb, tf.tensor2d([
        [0.299, -0.299 / 1.772, 0.701 / 1.402],
        [0.587, -0.587 / 1.772, -0.587 / 1.402],
        [0.114, 0.886 / 1.772, -0.114 / 1.402],
      ])),
      tf.tensor2d([[0, 0.5, 0.5]]),
    ),
  hsv,
  lab(rgb) {
    const [l, a, b] = lab(rgb);
    return tf.concat([tf.div(l, 100), tf.div(tf.add(a, 128), 255), tf.div(tf.add(b, 128), 255)], 1);
  },
  lch(rgb) {
    const [l, a, b] = lab(rgb);
    const chroma = safeSqrt(tf.add(tf.square(a), tf.square(b)));
    // Below this, what is left of a and b is rounding.
    const grey = detached((c) => tf.less(c, 0.01), chroma);
    const turns = tf.div(tf.atan2(tf.where(grey, tf.zerosLike(b), b), tf.where(grey, tf.onesLike(a), a)), 2 * Math.PI);
    const hue = tf.add(turns, detached((t) => tf.cast(tf.less(t, 0), "float32"), turns));
    return tf.concat([tf.div(l, 100), tf.div(chroma, 134), hue], 1) as tf.Tensor2D;
  },
};

const columns = (x: tf.Tensor2D): tf.Tensor2D[] => tf.split(x, 3, 1);

/** The hue is piecewise linear in the three channels over their spread; at its corners the gradient is that of one side. */
function hsv(rgb: tf.Tensor2D): tf.Tensor2D {
  const [r, g, b] = columns(rgb) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const max = tf.maximum(tf.maximum(r, g), b);
  const spread = tf.sub(max, tf.minimum(tf.minimum(r, g), b));
  const mask = (f: (...x: tf.Tensor[]) => tf.Tensor, ...x: tf.Tensor[]): tf.Tensor => detached((...y) => tf.cast(f(...y), "float32"), ...x);
  const red = mask((r, max) => tf.equal(r, max), r, max);
  const green = tf.mul(mask((g, max) => tf.equal(g, max), g, max), tf.sub(1, red));
  const blue = tf.sub(tf.sub(1, red), green);
  const ordered = tf.addN([tf.mul(red, tf.sub(g, b)), tf.mul(green, tf.sub(b, r)), tf.mul(blue, tf.sub(r, g))]);
  const sector = tf.add(tf.div(ordered, orOne(spread)), tf.add(tf.mul(green, 2), tf.mul(blue, 4)));
  const coloured = mask((s) => tf.greater(s, 0), spread);
  const turns = tf.mul(tf.div(sector, 6), coloured);
  const hue = tf.add(turns, mask((t) => tf.less(t, 0), turns));
  return tf.concat([hue, tf.div(spread, orOne(max)), max], 1) as tf.Tensor2D;
}

/** x, but 1 where it is 0, for dividing. */
const orOne = (x: tf.Tensor): tf.Tensor => tf.where(detached((y) => tf.equal(y, 0), x), tf.onesLike(x), x);

/** sRGB primaries to XYZ over that of the white D65: rows red, green, blue; columns X, Y, Z. IEC 61966-2-1. */
const toXyz = [
  [0.412453 / 0.95047, 0.212671, 0.019334 / 1.08883],
  [0.35758 / 0.95047, 0.71516, 0.119193 / 1.08883],
  [0.180423 / 0.95047, 0.072169, 0.950227 / 1.08883],
];

/** L in [0, 100], a and b about −128 to 127. */
function lab(rgb: tf.Tensor2D): [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D] {
  const dark = detached((x) => tf.lessEqual(x, 0.04045), rgb);
  const linear = tf.where(dark, tf.div(rgb, 12.92), tf.pow(tf.div(tf.add(tf.where(dark, tf.onesLike(rgb), rgb), 0.055), 1.055), tf.scalar(2.4))) as tf.Tensor2D;
  const xyz = tf.matMul(linear, tf.tensor2d(toXyz));
  const low = detached((t) => tf.lessEqual(t, (6 / 29) ** 3), xyz);
  const f = tf.where(low, tf.add(tf.mul(xyz, 841 / 108), 4 / 29), tf.pow(tf.where(low, tf.onesLike(xyz), xyz), tf.scalar(1 / 3))) as tf.Tensor2D;
  const [x, y, z] = columns(f) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  return [tf.sub(tf.mul(y, 116), 16), tf.mul(tf.sub(x, y), 500), tf.mul(tf.sub(y, z), 200)];
}
