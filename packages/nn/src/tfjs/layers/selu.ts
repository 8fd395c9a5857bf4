import type { Selu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const selu: Executor<Selu> = (_, inputs) => tf.selu(only(inputs));
