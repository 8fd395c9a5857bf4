import type { Multiply } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";

export const multiply: Executor<Multiply> = (_, inputs) => inputs.reduce((product, x) => tf.mul(product, x));
