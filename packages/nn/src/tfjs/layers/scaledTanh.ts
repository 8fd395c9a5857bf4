import type { ScaledTanh } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const scaledTanh: Executor<ScaledTanh> = ({ amplitude, steepness }, inputs) => tf.mul(tf.tanh(tf.mul(only(inputs), steepness)), amplitude);
