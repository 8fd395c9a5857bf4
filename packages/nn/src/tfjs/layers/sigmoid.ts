import type { Sigmoid } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const sigmoid: Executor<Sigmoid> = (_, inputs) => tf.sigmoid(only(inputs));
