import type { LearnedConstant } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, weight, type Executor } from "../executor.ts";

/** The weight for each sample; its gradient is the sum over them. */
export const learnedConstant: Executor<LearnedConstant> = ({ shape }, inputs, weights) =>
  tf.add(tf.reshape(weight(weights, "weight"), [1, ...shape]), tf.zeros([only(inputs).shape[0] ?? 0, ...shape.map(() => 1)]));
