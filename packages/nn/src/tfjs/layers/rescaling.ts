import type { Rescaling } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

/** x `[N, …, C]`. */
export const rescaling: Executor<Rescaling> = ({ scale, offset }, inputs) => {
  const x = only(inputs);
  const scaled = scale === 1 ? x : tf.mul(x, constant(scale));
  if (offset === 0) return scale === 1 ? tf.clone(x) : scaled;
  return tf.add(scaled, constant(offset));
};

const constant = (numbers: number | readonly number[]): tf.Tensor => (typeof numbers === "number" ? tf.scalar(numbers) : tf.tensor1d([...numbers]));
