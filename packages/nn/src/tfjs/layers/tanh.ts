import type { Tanh } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const tanh: Executor<Tanh> = (_, inputs) => tf.tanh(only(inputs));
