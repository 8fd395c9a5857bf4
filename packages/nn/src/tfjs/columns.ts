import * as tf from "@tensorflow/tfjs-core";

/** `[…, C]` as rows `[n, C]`. */
export const rowsOf = (x: tf.Tensor): tf.Tensor2D => tf.reshape(x, [-1, x.shape.at(-1) ?? 1]);

/** The sum of each column of rows `[n, C]` as `[1, C]`. */
export const columnSums = (rows: tf.Tensor2D): tf.Tensor2D => tf.sum(rows, 0, true);

/** The mean of each column of rows `[n, C]` as `[1, C]`. */
export const columnMeans = (rows: tf.Tensor2D): tf.Tensor2D => tf.mean(rows, 0, true);
