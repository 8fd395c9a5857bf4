import type { Prelu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, weight, type Executor } from "../executor.ts";

/** weight `[1]` or `[C]`. */
export const prelu: Executor<Prelu> = (_, inputs, weights) => tf.prelu(only(inputs), weight(weights, "weight"));
