import type { Layer } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import type { GradientRule } from "../engine.ts";

/** What an executor may ask beside its inputs and weights. */
export interface Context {
  /** Whether dropout drops and batch normalisation uses the batch. A frozen layer runs with `training: false`. */
  readonly training: boolean;
  readonly rule: GradientRule;
  /** What follows at once, to be computed in the same pass; asked only of the kinds in `carriers`, nothing if left out. */
  readonly activation?: Rectifier;
  /** Uniform numbers in [0, 1) for this node and step: the same seed gives the same numbers on every backend. */
  uniform(shape: readonly number[]): tf.Tensor;
  /** The value that a remembered weight (`running_mean`) takes after this step. The engine keeps it; the executor does not. */
  remember(weight: string, value: tf.Tensor): void;
}

/** Nothing, or an activation that costs nothing on the way out. */
export type Rectifier = "linear" | "relu" | "relu6";

/**
 * Runs one layer: tensors with a leading batch axis in, one out. The engine tidies, so executors never dispose. Written in
 * TensorFlow.js operations, or `tf.customGrad` where its gradient is missing, it is differentiable too.
 */
export type Executor<L extends Layer> = (layer: L, inputs: readonly tf.Tensor[], weights: WeightTensors, context: Context) => tf.Tensor;
export type WeightTensors = { readonly [name: string]: tf.Tensor };

/** The input of a layer that takes one. */
export function only<T extends tf.Tensor = tf.Tensor>(inputs: readonly tf.Tensor[]): T {
  return inputs[0] as T;
}

/** A weight that the layer's rules promise. */
export function weight<T extends tf.Tensor = tf.Tensor>(weights: WeightTensors, name: string): T {
  return weights[name] as T;
}
