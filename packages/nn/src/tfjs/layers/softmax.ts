import type { Softmax } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const softmax: Executor<Softmax> = (_, inputs) => tf.softmax(only(inputs));
