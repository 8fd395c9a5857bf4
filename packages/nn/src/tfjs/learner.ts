import * as tf from "@tensorflow/tfjs-core";
import type { NdArray } from "../array.ts";
import type { OptimizerState, StepOptions } from "../engine.ts";
import { firstScalars, nextScalars, type Scalars } from "../optimizers/index.ts";
import { clipGradients } from "./optimizers/clip.ts";
import { firstState, updateParameter } from "./optimizers/table.ts";
import { toArray, toTensor } from "./tensors.ts";

/** What an optimiser remembers of one network, and how it takes a step. It owns its tensors. */
export class Learner {
  /** By `node.weight`, then by slot. */
  readonly #slots = new Map<string, Map<string, tf.Tensor>>();
  #scalars: Scalars | undefined;
  #steps = 0;

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Takes one step: replaces weights, and what is remembered of them. To be called within `tf.tidy`. */
  learn(weights: Map<string, tf.Tensor>, gradients: ReadonlyMap<string, tf.Tensor>, { optimizer, learningRate = optimizer.learningRate, rates = {} }: StepOptions): void {
    const step = this.#steps + 1;
    const scalars = nextScalars(optimizer, step, this.#scalars ?? firstScalars(optimizer));
    const clipped = clipGradients(optimizer, [...gradients.values()]);
    [...gradients.keys()].forEach((name, i) => {
      const parameter = weights.get(name) as tf.Tensor;
      const before = this.#slots.get(name);
      const state = before ? Object.fromEntries(before) : firstState(optimizer, parameter);
      const updated = updateParameter(optimizer, { parameter, gradient: clipped[i] as tf.Tensor, state, rate: learningRate * (rates[name] ?? 1), step, scalars });
      // An optimiser may hand a tensor on as it was; what is kept must be its own.
      weights.set(name, tf.keep(tf.clone(updated.parameter)));
      this.#slots.set(name, new Map(Object.entries(updated.state).map(([slot, tensor]) => [slot, tf.keep(tf.clone(tensor))])));
      parameter.dispose();
      for (const tensor of before?.values() ?? []) tensor.dispose();
    });
    this.#steps = step;
    this.#scalars = scalars;
  }

  async state(): Promise<OptimizerState> {
    const slots: Record<string, NdArray> = {};
    for (const [name, state] of this.#slots) for (const [slot, tensor] of state) slots[`${name}/${slot}`] = await toArray(tensor);
    return { steps: this.#steps, slots, scalars: { ...this.#scalars } };
  }

  setState({ steps, slots, scalars }: OptimizerState): void {
    this.dispose();
    for (const [key, array] of Object.entries(slots)) {
      const at = key.lastIndexOf("/");
      const [name, slot] = [key.slice(0, at), key.slice(at + 1)];
      const state = this.#slots.get(name) ?? new Map<string, tf.Tensor>();
      state.set(slot, tf.keep(toTensor(array)));
      this.#slots.set(name, state);
    }
    this.#steps = steps;
    this.#scalars = scalars;
  }

  dispose(): void {
    for (const state of this.#slots.values()) for (const tensor of state.values()) tensor.dispose();
    this.#slots.clear();
  }
}
