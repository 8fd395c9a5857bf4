import type { Concatenate } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const concatenate: Executor<Concatenate> = ({ axis }, inputs) => tf.concat([...inputs], axis < 0 ? only(inputs).rank + axis : axis + 1);
