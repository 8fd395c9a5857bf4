import type { GlobalAveragePooling1d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";
import { globalMean } from "../pool.ts";

export const globalAveragePooling1d: Executor<GlobalAveragePooling1d> = (_, inputs) => globalMean(tf.expandDims(only<tf.Tensor3D>(inputs), 2));
