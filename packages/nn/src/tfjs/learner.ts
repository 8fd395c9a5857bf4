import { GraphError } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { OptimizerState, StepOptions } from "../engine.ts";
import { checkSize } from "../inputs.ts";
import { firstScalars, nextScalars, slots, type Optimizer, type Scalars } from "../optimizers/index.ts";
import { clipGradients } from "./optimizers/clip.ts";
import { firstState, updateParameter } from "./optimizers/table.ts";
import type { StateTensors } from "./optimizers/update.ts";
import { toArrays, toTensor } from "./tensors.ts";

/** What is remembered of one weight. */
interface Memory {
  readonly slots: StateTensors;
  readonly scalars: Scalars;
  /** Steps that this weight has taken. */
  readonly step: number;
}

/** What an optimiser remembers of one network, and how it takes a step. It owns its tensors. */
export class Learner {
  /** By `node.weight`. */
  readonly #memories = new Map<string, Memory>();
  #steps = 0;

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** Takes one step: replaces weights, and what is remembered of them; all or, if it throws, none. To be called within `tf.tidy`. */
  learn(weights: Map<string, tf.Tensor>, gradients: ReadonlyMap<string, tf.Tensor>, { optimizer, learningRate = optimizer.learningRate, rates = {} }: StepOptions): void {
    const names = [...gradients.keys()];
    const clipped = clipGradients(optimizer, [...gradients.values()]);
    const updates = names.map((name, i) => {
      const parameter = weights.get(name) as tf.Tensor;
      const before = this.#before(name, optimizer);
      const step = (before?.step ?? 0) + 1;
      const scalars = nextScalars(optimizer, step, before?.scalars ?? firstScalars(optimizer));
      const rate = learningRate * (rates[name] ?? 1);
      return { name, step, scalars, ...updateParameter(optimizer, { parameter, gradient: clipped[i] as tf.Tensor, state: before?.slots ?? firstState(optimizer, parameter), rate, step, scalars }) };
    });
    for (const { name, parameter, state, step, scalars } of updates) {
      // An optimiser may hand a tensor on as it was; what is kept must be its own.
      const slots = Object.fromEntries(Object.entries(state).map(([slot, tensor]) => [slot, tf.keep(tf.clone(tensor))]));
      const kept = tf.keep(tf.clone(parameter));
      weights.get(name)?.dispose();
      this.#forget(name);
      weights.set(name, kept);
      this.#memories.set(name, { slots, scalars, step });
    }
    this.#steps++;
  }

  /** What is remembered of a weight, unless it is of an optimiser that remembers other things: then it begins anew. */
  #before(name: string, optimizer: Optimizer): Memory | undefined {
    const memory = this.#memories.get(name);
    if (!memory) return undefined;
    const fits = Object.keys(slots(optimizer)).every((slot) => slot in memory.slots) && Object.keys(firstScalars(optimizer)).every((scalar) => scalar in memory.scalars);
    return fits ? memory : undefined;
  }

  async state(): Promise<OptimizerState> {
    const all = <T>(of: (memory: Memory) => { readonly [name: string]: T }): (readonly [string, T])[] =>
      [...this.#memories].flatMap(([weight, memory]) => Object.entries(of(memory)).map(([name, value]) => [`${weight}/${name}`, value] as const));
    const scalars = Object.fromEntries(all(({ scalars, step }) => ({ ...scalars, step })));
    return { steps: this.#steps, scalars, slots: await toArrays(all(({ slots }) => slots)) };
  }

  /** @throws GraphError for what is remembered of a weight that `weights` has not, or has in another shape. */
  setState({ steps, slots, scalars }: OptimizerState, weights: ReadonlyMap<string, tf.Tensor>): void {
    for (const [key, array] of Object.entries(slots)) {
      const wanted = weights.get(split(key)[0])?.shape;
      if (String(array.shape) !== String(wanted)) throw new GraphError(`optimizer state: "${key}" must be of a weight of the graph, in its shape. Received [${array.shape.join(", ")}]${wanted ? ` for [${wanted.join(", ")}]` : ""}.`);
      checkSize(`optimizer state: "${key}"`, array);
    }
    this.dispose();
    const none: Memory = { slots: {}, scalars: {}, step: steps };
    for (const [key, value] of Object.entries(scalars)) {
      const [name, scalar] = split(key);
      const { slots, ...memory } = this.#memories.get(name) ?? none;
      this.#memories.set(name, { slots, ...(scalar === "step" ? { ...memory, step: value } : { ...memory, scalars: { ...memory.scalars, [scalar]: value } }) });
    }
    for (const [key, array] of Object.entries(slots)) {
      const [name, slot] = split(key);
      const memory = this.#memories.get(name) ?? none;
      this.#memories.set(name, { ...memory, slots: { ...memory.slots, [slot]: tf.keep(toTensor(array)) } });
    }
    this.#steps = steps;
  }

  dispose(): void {
    for (const name of [...this.#memories.keys()]) this.#forget(name);
    this.#steps = 0;
  }

  #forget(name: string): void {
    for (const tensor of Object.values(this.#memories.get(name)?.slots ?? {})) tensor.dispose();
    this.#memories.delete(name);
  }
}

/** `conv1.weight/exp_avg` is of `conv1.weight`, `exp_avg`. */
function split(key: string): readonly [weight: string, what: string] {
  const at = key.lastIndexOf("/");
  return [key.slice(0, at), key.slice(at + 1)];
}
