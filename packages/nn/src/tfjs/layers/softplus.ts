import type { Softplus } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const softplus: Executor<Softplus> = (_, inputs) => tf.softplus(only(inputs));
