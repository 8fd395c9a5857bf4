import type { Gru, Lstm, SimpleRnn } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, weight, type WeightTensors } from "./executor.ts";

/** One step: the sums over the input `[N, gates·units]` and over the state before, and the memory; the new state first. */
export type Cell = (a: tf.Tensor, b: tf.Tensor, state: readonly tf.Tensor[]) => readonly tf.Tensor[];

/**
 * Runs a cell along x `[N, T, c]`, in one direction or two. `state` says how many arrays `[N, units]` it carries from step to
 * step; they begin as zeros. All inputs are multiplied at once, states step by step.
 */
export function unroll({ units, bidirectional, returnSequences }: Gru | Lstm | SimpleRnn, inputs: readonly tf.Tensor[], weights: WeightTensors, carried: number, cell: Cell): tf.Tensor {
  const x = only<tf.Tensor3D>(inputs);
  const along = (end: string, backwards: boolean): tf.Tensor => {
    const [batch, length, channels] = x.shape;
    const add = (sum: tf.Tensor, bias: string): tf.Tensor => (weights[bias] ? tf.add(sum, weights[bias]) : sum);
    const kernel = weight<tf.Tensor2D>(weights, `weight_ih${end}`);
    const recurrent = weight<tf.Tensor2D>(weights, `weight_hh${end}`);
    const sums = add(tf.matMul(tf.reshape(x, [-1, channels]) as tf.Tensor2D, kernel), `bias_ih${end}`);
    // TensorFlow.js cannot differentiate taking one thing apart, and remembers this very list for its gradient: it must not be reordered.
    const steps = length === 1 ? [sums] : tf.unstack(tf.reshape(sums, [batch, length, -1]), 1);
    const states: tf.Tensor[] = [];
    let state: readonly tf.Tensor[] = Array.from({ length: carried }, () => tf.zeros([batch, units]));
    for (const a of backwards ? [...steps].reverse() : steps) {
      state = cell(a, add(tf.matMul(state[0] as tf.Tensor2D, recurrent), `bias_hh${end}`), state);
      states.push(state[0] as tf.Tensor);
    }
    if (!returnSequences) return state[0] as tf.Tensor;
    return tf.stack(backwards ? states.reverse() : states, 1);
  };
  const forwards = along("_l0", false);
  return bidirectional ? tf.concat([forwards, along("_l0_reverse", true)], -1) : forwards;
}
