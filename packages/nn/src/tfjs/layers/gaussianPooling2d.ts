import { poolAxes2d, type GaussianPooling2d } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { mix, type Rows } from "../axis.ts";
import { only, type Executor } from "../executor.ts";
import { windowRows } from "../pool.ts";
import type { PoolAxes } from "../poolAxes.ts";

/** The window is a product of one along the height and one along the width, and so is the sum that divides it. */
export const gaussianPooling2d: Executor<GaussianPooling2d> = (layer, inputs) => {
  const x = only<tf.Tensor4D>(inputs);
  const [h, w] = poolAxes2d(layer, x.shape[1], x.shape[2]);
  return mix(x, [bell(h, layer.sigma), bell(w, layer.sigma)]);
};

function bell(axis: PoolAxes[0], sigma: number): Rows {
  const middle = (axis.size - 1) / 2;
  // Measured from the cell nearest to the middle, so that a narrow bell does not vanish in rounding.
  const nearest = axis.size % 2 === 0 ? 0.5 : 0;
  const rows = windowRows(axis, (cell) => Math.exp((nearest ** 2 - (cell - middle) ** 2) / (2 * sigma ** 2)));
  return rows.map((row) => {
    const values = Array.from(row);
    const sum = values.reduce((a, b) => a + b, 0);
    return values.map((weight) => weight / sum);
  });
}
