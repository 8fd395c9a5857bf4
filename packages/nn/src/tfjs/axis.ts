import * as tf from "@tensorflow/tfjs-core";

/** Weights of a linear map along one axis: row i says how output i is mixed from the inputs. */
export type Rows = readonly ArrayLike<number>[];

/** x `[N, H, W, C]` mixed along its height (axis 1) or width (axis 2): one matrix product. */
export function mixAxis(x: tf.Tensor4D, axis: 1 | 2, rows: Rows): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  const from = x.shape[axis];
  const matrix = tf.tensor2d(Float32Array.from(rows.flatMap((row) => Array.from(row))), [rows.length, from]);
  if (axis === 1) return tf.reshape(tf.matMul(matrix, tf.reshape(x, [n, h, w * c])), [n, rows.length, w, c]);
  return tf.reshape(tf.matMul(matrix, tf.reshape(x, [n * h, w, c])), [n, h, rows.length, c]);
}

/** x `[N, H, W, C]` mixed along height and width. */
export const mix = (x: tf.Tensor4D, [height, width]: readonly [Rows, Rows]): tf.Tensor4D => mixAxis(mixAxis(x, 2, width), 1, height);
