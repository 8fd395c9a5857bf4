import type { Flatten } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const flatten: Executor<Flatten> = (_, inputs) => tf.reshape(only(inputs), [only(inputs).shape[0] ?? 0, -1]);
