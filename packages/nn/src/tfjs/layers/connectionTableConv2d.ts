import type { ConnectionTableConv2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { convolve } from "../convolution.ts";
import { only, weight, type Executor } from "../executor.ts";
import { slidingOver } from "./conv2d.ts";

/** x `[N, H, W, C]` · weight `[kh, kw, connections]`, laid into a full kernel that is zero where the table has no entry. */
export const connectionTableConv2d: Executor<ConnectionTableConv2d> = (layer, inputs, weights) => {
  const x = only<tf.Tensor4D>(inputs);
  const kernel = weight<tf.Tensor3D>(weights, "weight");
  const [kh, kw, connections] = kernel.shape;
  const [channels, filters] = [x.shape[3], layer.table.length];
  const cells = layer.table.flatMap((seen, filter) => seen.map((channel) => channel * filters + filter));
  const laid = tf.matMul(tf.reshape(kernel, [kh * kw, connections]) as tf.Tensor2D, oneHot(cells, channels * filters));
  const full = tf.reshape(laid, [kh, kw, channels, filters]) as tf.Tensor4D;
  return convolve(x, full, slidingOver({ ...layer, dilationRate: [1, 1] }, x, 1), { bias: weights["bias"] });
};

/** Row i is all zero but for a one in column `cells[i]`. */
function oneHot(cells: readonly number[], width: number): tf.Tensor2D {
  const data = new Float32Array(cells.length * width);
  cells.forEach((cell, row) => (data[row * width + cell] = 1));
  return tf.tensor2d(data, [cells.length, width]);
}
