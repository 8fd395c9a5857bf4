import type { UnitStep } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const step: Executor<UnitStep> = (_, inputs) => tf.step(only(inputs));
