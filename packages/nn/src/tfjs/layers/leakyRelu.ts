import type { LeakyRelu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

/** Its gradient is the true one under every rule: guided backpropagation and deconvnet are defined for rectifiers that close. */
export const leakyRelu: Executor<LeakyRelu> = ({ negativeSlope }, inputs) => tf.leakyRelu(only(inputs), negativeSlope);
