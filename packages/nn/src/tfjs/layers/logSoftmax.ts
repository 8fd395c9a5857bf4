import type { LogSoftmax } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const logSoftmax: Executor<LogSoftmax> = (_, inputs) => tf.logSoftmax(only(inputs));
