import type { Subtract } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";

export const subtract: Executor<Subtract> = (_, inputs) => inputs.reduce((a, b) => tf.sub(a, b));
