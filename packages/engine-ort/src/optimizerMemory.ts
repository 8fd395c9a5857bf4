import { GraphError, product } from "@convscope/core";
import { checkSize, firstScalars, nextScalars, slots, type Arrays, type NdArray, type Optimizer, type OptimizerState, type Scalars } from "@convscope/nn";
import type { Layout } from "./layout.ts";

/** What is remembered of one weight. */
interface Memory {
  readonly slots: Arrays;
  readonly scalars: Scalars;
  /** Steps that this weight has taken. */
  readonly step: number;
}

/** What an optimiser remembers of one network, by weight. State in and out is in the graph's layout. */
export class OptimizerMemory {
  readonly #of = new Map<string, Memory>();
  #steps = 0;

  constructor(readonly layout: Layout) {}

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** The step that a weight takes next, and its numbers. What another optimiser remembered does not count: it begins anew. */
  next(key: string, optimizer: Optimizer): { readonly step: number; readonly scalars: Scalars } {
    const before = this.#before(key, optimizer);
    const step = (before?.step ?? 0) + 1;
    return { step, scalars: nextScalars(optimizer, step, before?.scalars ?? firstScalars(optimizer)) };
  }

  /** An array that is remembered of a weight, or what it starts with; all arrays are as steps keep them. */
  slot(key: string, name: string, optimizer: Optimizer, shape: readonly number[]): NdArray {
    const known = this.#before(key, optimizer)?.slots[name];
    return known ?? { shape, data: new Float32Array(product(shape)).fill(slots(optimizer)[name] ?? 0) };
  }

  /** Takes in what a step has made of the weights that it changed. */
  took(keys: readonly string[], optimizer: Optimizer, slotOf: (key: string, name: string) => NdArray): void {
    const names = Object.keys(slots(optimizer));
    const memories = keys.map((key) => [key, { ...this.next(key, optimizer), slots: Object.fromEntries(names.map((name) => [name, slotOf(key, name)])) }] as const);
    for (const [key, memory] of memories) this.#of.set(key, memory);
    this.#steps++;
  }

  state(): OptimizerState {
    const all = <T>(of: (memory: Memory) => { readonly [name: string]: T }): { readonly [key: string]: T } =>
      Object.fromEntries([...this.#of].flatMap(([weight, memory]) => Object.entries(of(memory)).map(([name, value]) => [`${weight}/${name}`, value] as const)));
    const slots = Object.entries(all(({ slots }) => slots)).map(([key, array]) => [key, this.layout.given(split(key)[0], array)] as const);
    return { steps: this.#steps, scalars: all(({ scalars, step }) => ({ ...scalars, step })), slots: Object.fromEntries(slots) };
  }

  /** @throws GraphError for what is remembered of a weight that `shapes` (in the graph's layout) has not, or has in another shape. */
  setState({ steps, slots, scalars }: OptimizerState, shapes: ReadonlyMap<string, readonly number[]>): void {
    for (const [key, array] of Object.entries(slots)) {
      const wanted = shapes.get(split(key)[0]);
      if (String(array.shape) !== String(wanted)) throw new GraphError(`optimizer state: "${key}" must be of a weight of the graph, in its shape. Received [${array.shape.join(", ")}]${wanted ? ` for [${wanted.join(", ")}]` : ""}.`);
      checkSize(`optimizer state: "${key}"`, array);
    }
    const memories = new Map<string, Memory>();
    const change = (weight: string, change: (memory: Memory) => Partial<Memory>): void => {
      const memory = memories.get(weight) ?? { slots: {}, scalars: {}, step: steps };
      memories.set(weight, { ...memory, ...change(memory) });
    };
    for (const [key, value] of Object.entries(scalars)) {
      const [weight, scalar] = split(key);
      change(weight, (memory) => (scalar === "step" ? { step: value } : { scalars: { ...memory.scalars, [scalar]: value } }));
    }
    for (const [key, { shape, data }] of Object.entries(slots)) {
      const [weight, slot] = split(key);
      change(weight, (memory) => ({ slots: { ...memory.slots, [slot]: this.layout.kept(weight, { shape, data: Float32Array.from(data) }) } }));
    }
    this.#of.clear();
    for (const [weight, memory] of memories) this.#of.set(weight, memory);
    this.#steps = steps;
  }

  #before(key: string, optimizer: Optimizer): Memory | undefined {
    const memory = this.#of.get(key);
    if (!memory) return undefined;
    const fits = Object.keys(slots(optimizer)).every((slot) => slot in memory.slots) && Object.keys(firstScalars(optimizer)).every((scalar) => scalar in memory.scalars);
    return fits ? memory : undefined;
  }
}

/** `conv1.weight/exp_avg` is of conv1.weight. */
function split(key: string): [weight: string, name: string] {
  const at = key.lastIndexOf("/");
  return [key.slice(0, at), key.slice(at + 1)];
}
