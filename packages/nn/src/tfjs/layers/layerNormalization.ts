import type { LayerNormalization } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { normalizeRows } from "../standardize.ts";

/** x `[N, …, C]` · weight and bias `[C]`, or of one sample's shape. */
export const layerNormalization: Executor<LayerNormalization> = ({ axes, epsilon }, inputs, weights) => {
  const x = only(inputs);
  const [batch = 0, ...sample] = x.shape;
  const length = axes === "last" ? (sample.at(-1) ?? 1) : sample.reduce((a, b) => a * b, 1);
  const flat = Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, tf.reshape(w, [length])]));
  const rows = tf.reshape(x, [(batch * sample.reduce((a, b) => a * b, 1)) / length, length]) as tf.Tensor2D;
  return tf.reshape(normalizeRows(rows, flat, epsilon), x.shape);
};
