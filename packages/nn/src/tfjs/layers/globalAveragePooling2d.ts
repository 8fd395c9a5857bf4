import type { GlobalAveragePooling2d } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { globalMean } from "../pool.ts";

export const globalAveragePooling2d: Executor<GlobalAveragePooling2d> = (_, inputs) => globalMean(only<tf.Tensor4D>(inputs));
