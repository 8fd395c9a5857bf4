import type { Average } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";

export const average: Executor<Average> = (_, inputs) => tf.div(inputs.reduce((sum, x) => tf.add(sum, x)), inputs.length);
