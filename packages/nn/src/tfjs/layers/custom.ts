import type { Custom } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import type { Context, Executor, WeightTensors } from "../executor.ts";

/** What `custom({ run })` must be to run on TensorFlow.js. */
type Run = (inputs: readonly tf.Tensor[], weights: WeightTensors, context: Context) => tf.Tensor;

/** Whoever wrote the layer promised that it runs on this engine's tensors. */
export const custom: Executor<Custom> = (layer, inputs, weights, context) => (layer.run as Run)(inputs, weights, context);
