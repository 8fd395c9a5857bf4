import type { UpSampling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { mix, type Rows } from "../axis.ts";
import { only, type Executor } from "../executor.ts";

export const upSampling2d: Executor<UpSampling2d> = ({ size: [fh, fw], interpolation, alignCorners }, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  const [n, h, w, c] = x.shape;
  if (interpolation === "bilinear") return mix(x, [between(h, fh, alignCorners), between(w, fw, alignCorners)]);
  const wide = repeat(tf.reshape(x, [n, h, w, c]), 3, fw);
  return tf.reshape(repeat(tf.reshape(wide, [n, h, fw * w * c]), 2, fh), [n, h * fh, w * fw, c]);
};

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
