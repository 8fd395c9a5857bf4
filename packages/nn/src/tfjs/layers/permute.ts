import type { Permute } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const permute: Executor<Permute> = ({ axes }, inputs) => tf.transpose(only(inputs), [0, ...axes.map((axis) => axis + 1)]);
