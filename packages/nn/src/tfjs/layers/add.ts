import type { Add } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";

export const add: Executor<Add> = (_, inputs) => inputs.reduce((sum, x) => tf.add(sum, x));
