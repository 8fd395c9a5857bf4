import type { Linear } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const linear: Executor<Linear> = (_, inputs) => tf.clone(only(inputs));
