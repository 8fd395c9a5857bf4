import type { UpSampling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { mix, type Rows } from "../axis.ts";
import { differentiable } from "../differentiable.ts";
import { only, type Executor } from "../executor.ts";
import { ownKernel, runOwn } from "../ownKernel.ts";
import { even, windowAttributes } from "../poolAxes.ts";

export const upSampling2d: Executor<UpSampling2d> = ({ size: [fh, fw], interpolation, alignCorners }, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  const [n, h, w, c] = x.shape;
  if (interpolation === "bilinear" && ownKernel("Interpolate")) return interpolated(x, [h * fh, w * fw], alignCorners);
  if (interpolation === "nearest" && ownKernel("WindowMean")) return repeated(x, [fh, fw]);
  if (interpolation === "bilinear") return mix(x, [between(h, fh, alignCorners), between(w, fw, alignCorners)]);
  const wide = repeat(tf.reshape(x, [n, h, w, c]), 3, fw);
  return tf.reshape(repeat(tf.reshape(wide, [n, h, fw * w * c]), 2, fh), [n, h * fh, w * fw, c]);
};

function interpolated(x: tf.Tensor4D, size: [number, number], alignCorners: boolean): tf.Tensor {
  const attributes = { size, alignCorners, halfPixelCenters: !alignCorners };
  const { shape } = x;
  return differentiable([x], (x) => ({
    value: runOwn("Interpolate", { images: x as tf.Tensor }, attributes),
    saved: [],
    gradients: (dy) => [runOwn("InterpolateGrad", { dy }, { ...attributes, xShape: shape })],
  }));
}

/** Repeats each value; the gradient is the sum of its copies' gradients. */
function repeated(x: tf.Tensor4D, [fh, fw]: readonly [number, number]): tf.Tensor {
  const [n, h, w, c] = x.shape;
  const windows = { ...windowAttributes([even(h * fh, h), even(w * fw, w)]), divisor: "one" };
  return differentiable([x], (x) => ({
    value: tf.reshape(tf.tile(tf.reshape(x as tf.Tensor, [n * h, 1, w, 1, c]), [1, fh, 1, fw, 1]), [n, h * fh, w * fw, c]),
    saved: [],
    gradients: (dy) => [runOwn("WindowMean", { x: dy }, windows)],
  }));
}

/** Copies side by side along an axis: each run of values after it is repeated in place. */
const repeat = (x: tf.Tensor, axis: number, times: number): tf.Tensor => (times === 1 ? x : tf.concat(Array.from({ length: times }, () => x), axis));

/** Weights of linear interpolation from `length` to `length · factor` positions. */
function between(length: number, factor: number, alignCorners: boolean): Rows {
  const outputs = length * factor;
  return Array.from({ length: outputs }, (_, i) => {
    const row = new Float64Array(length);
    const place = alignCorners ? (outputs > 1 ? (i * (length - 1)) / (outputs - 1) : 0) : Math.max((i + 0.5) / factor - 0.5, 0);
    const before = Math.min(Math.floor(place), length - 1);
    const after = Math.min(before + 1, length - 1);
    row[before] = (row[before] ?? 0) + 1 - (place - before);
    row[after] = (row[after] ?? 0) + place - before;
    return row;
  });
}
