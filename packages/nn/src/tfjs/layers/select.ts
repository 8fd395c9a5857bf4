import type { Select } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const select: Executor<Select> = ({ index, axis }, inputs) => {
  const x = only(inputs);
  const along = axis < 0 ? x.rank + axis : axis + 1;
  const place = index < 0 ? (x.shape[along] ?? 0) + index : index;
  const one = tf.slice(x, x.shape.map((_, i) => (i === along ? place : 0)), x.shape.map((n, i) => (i === along ? 1 : n)));
  return tf.reshape(one, x.shape.filter((_, i) => i !== along));
};
