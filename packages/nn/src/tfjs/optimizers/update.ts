import * as tf from "@tensorflow/tfjs-core";
import { slots, type Optimizer, type Scalars, type Stepping } from "../../optimizers/index.ts";
import { ownKernel, runOwnAll } from "../ownKernel.ts";

/** Everything one step of one parameter depends on. */
export interface UpdateRequest {
  readonly parameter: tf.Tensor;
  /** After clipping. */
  readonly gradient: tf.Tensor;
  /** The parameter's slots, as `slots(optimizer)` names them. */
  readonly state: StateTensors;
  /** The learning rate of this step. */
  readonly rate: number;
  /** Counted from 1. */
  readonly step: number;
  /** `nextScalars` of this step. */
  readonly scalars: Scalars;
}

export type StateTensors = { readonly [slot: string]: tf.Tensor };

/** New tensors; the old ones stay whoever's they were. */
export interface Updated {
  readonly parameter: tf.Tensor;
  readonly state: StateTensors;
}

/** Takes one step. The engine tidies. */
export type Update<O extends Optimizer> = (optimizer: O, request: UpdateRequest) => Updated;

/** A slot that the optimiser's rules promise. */
export function slot(state: StateTensors, name: string): tf.Tensor {
  const tensor = state[name];
  if (!tensor) throw new Error(`optimizer: the state must have a slot "${name}". Received ${Object.keys(state).join(", ") || "none"}.`);
  return tensor;
}

/** The gradient of the loss and of ½ λ‖parameter‖². */
export const withDecay = ({ weightDecay }: Stepping, { parameter, gradient }: UpdateRequest): tf.Tensor => (weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(parameter, weightDecay)));

/** β · mean + (1 − β) · value. */
export const runningMean = (mean: tf.Tensor, value: tf.Tensor, beta: number): tf.Tensor => tf.add(tf.mul(mean, beta), tf.mul(value, 1 - beta));

/** The numbers of a step that a kernel takes; `rate` and `weightDecay` are the request's and the optimiser's unless given. */
export type StepNumbers<O extends Optimizer> = (optimizer: O, request: UpdateRequest) => { readonly [name: string]: number | boolean };

/** A step by a kernel that takes it in one pass over the parameter, or composed where the backend has no such kernel. */
export const stepBy =
  <O extends Optimizer>(kernel: string, numbers: StepNumbers<O>, composed: Update<O>): Update<O> =>
  (optimizer, request) => {
    if (!ownKernel(kernel)) return composed(optimizer, request);
    const { parameter, gradient, state, rate } = request;
    const names = Object.keys(slots(optimizer));
    const before = Object.fromEntries(names.map((name) => [name, slot(state, name)]));
    const [next, ...after] = runOwnAll(kernel, { parameter, gradient, ...before }, { weightDecay: optimizer.weightDecay, rate, ...numbers(optimizer, request) });
    return { parameter: next as tf.Tensor, state: Object.fromEntries(names.map((name, i) => [name, after[i] as tf.Tensor])) };
  };
