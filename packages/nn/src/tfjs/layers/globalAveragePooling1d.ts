import type { GlobalAveragePooling1d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const globalAveragePooling1d: Executor<GlobalAveragePooling1d> = (_, inputs) => tf.mean(only(inputs), 1);
