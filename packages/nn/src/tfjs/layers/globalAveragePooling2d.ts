import type { GlobalAveragePooling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const globalAveragePooling2d: Executor<GlobalAveragePooling2d> = (_, inputs) => tf.mean(only(inputs), [1, 2]);
