import { adagrad, adam, adamStep, adamw, rmsprop, sgd, type OptimizerOf } from "@convscope/nn";

/** What an optimiser remembers of a weight: numbers by their letters, in the order in which they are worked out. */
export type Memory = Readonly<Record<string, number>>;

/** A step of one weight. */
export interface WeightStep {
  readonly weight: number;
  readonly memory: Memory;
}

/** What a step starts from: step t = 1, 2, … */
interface Before extends WeightStep {
  readonly gradient: number;
  readonly t: number;
}

/** An optimiser as the lesson shows it. */
export interface ShownOptimiser {
  readonly name: string;
  /** Where the rule comes from. */
  readonly source: string;
  readonly rule: string;
  /** The usual learning rate. */
  readonly rate: number;
  /** The record that a training takes. */
  of(rate: number): OptimizerOf<"sgd" | "rmsprop" | "adagrad" | "adam" | "adamw">;
  step(before: Before, rate: number): WeightStep;
}

const of = ({ memory }: Before, name: string): number => memory[name] ?? 0;

function rolling(before: Before, rate: number, { momentum, nesterov }: OptimizerOf<"sgd">): WeightStep {
  const v = momentum * of(before, "v") + before.gradient;
  return { weight: before.weight - rate * (nesterov ? before.gradient + momentum * v : v), memory: { v } };
}

function adaptive(before: Before, rate: number, from: number, one: OptimizerOf<"adam" | "adamw">): WeightStep {
  const m = one.beta1 * of(before, "m") + (1 - one.beta1) * before.gradient;
  const v = one.beta2 * of(before, "v") + (1 - one.beta2) * before.gradient ** 2;
  const { size, scale, epsilon } = adamStep(one, rate, before.t);
  return { weight: from - (size * m) / (Math.sqrt(v) * scale + epsilon), memory: { m, v } };
}

/** Decay of AdamW in the lesson: the optimiser's own is 0.01, which would not be seen in one step. */
const decay = 0.1;
const momentum = 0.9;
const rho = 0.9;

/** The rules, weight by weight; tensors take the same steps in a training, which a test compares. */
export const shownOptimisers: readonly ShownOptimiser[] = [
  { name: "SGD", source: "Robbins & Monro 1951", rule: "w ← w − η·g", rate: 0.1, of: (learningRate) => sgd({ learningRate }), step: ({ weight, gradient }, rate) => ({ weight: weight - rate * gradient, memory: {} }) },
  { name: "momentum 0.9", source: "Polyak 1964", rule: "v ← 0.9·v + g; w ← w − η·v", rate: 0.1, of: (learningRate) => sgd({ learningRate, momentum }), step: (before, rate) => rolling(before, rate, sgd({ momentum })) },
  { name: "Nesterov 0.9", source: "Nesterov 1983; Sutskever et al. 2013", rule: "v ← 0.9·v + g; w ← w − η·(g + 0.9·v)", rate: 0.1, of: (learningRate) => sgd({ learningRate, momentum, nesterov: true }), step: (before, rate) => rolling(before, rate, sgd({ momentum, nesterov: true })) },
  {
    name: "Adagrad", source: "Duchi, Hazan & Singer 2011", rule: "s ← s + g²; w ← w − η·g / (√s + ε)", rate: 0.1, of: (learningRate) => adagrad({ learningRate }),
    step: (before, rate) => {
      const s = of(before, "s") + before.gradient ** 2;
      return { weight: before.weight - (rate * before.gradient) / (Math.sqrt(s) + adagrad().epsilon), memory: { s } };
    },
  },
  {
    name: "RMSprop", source: "Hinton 2012, lecture 6e", rule: "v ← 0.9·v + 0.1·g²; w ← w − η·g / (√v + ε)", rate: 0.1, of: (learningRate) => rmsprop({ learningRate, rho }),
    step: (before, rate) => {
      const v = rho * of(before, "v") + (1 - rho) * before.gradient ** 2;
      return { weight: before.weight - (rate * before.gradient) / (Math.sqrt(v) + rmsprop().epsilon), memory: { v } };
    },
  },
  { name: "Adam", source: "arXiv:1412.6980, algorithm 1", rule: "m ← 0.9·m + 0.1·g; v ← 0.999·v + 0.001·g²; w ← w − η·m̂ / (√v̂ + ε)", rate: 0.1, of: (learningRate) => adam({ learningRate }), step: (before, rate) => adaptive(before, rate, before.weight, adam()) },
  { name: "AdamW, λ = 0.1", source: "arXiv:1711.05101, algorithm 2", rule: "w ← (1 − η·λ)·w, then Adam's step", rate: 0.1, of: (learningRate) => adamw({ learningRate, weightDecay: decay }), step: (before, rate) => adaptive(before, rate, (1 - rate * decay) * before.weight, adamw()) },
];

/** The steps of a weight for gradients given one after another. */
export function stepsFor(one: ShownOptimiser, start: number, gradients: readonly number[], rate: number): readonly WeightStep[] {
  const steps: WeightStep[] = [];
  for (const [i, gradient] of gradients.entries()) steps.push(one.step({ ...(steps.at(-1) ?? { weight: start, memory: {} }), gradient, t: i + 1 }, rate));
  return steps;
}

/** The places of two weights that go down a surface, the start first; it ends where the numbers do. */
export function pathOf(one: ShownOptimiser, slope: (x: number, y: number) => readonly [number, number], start: readonly [number, number], { rate, steps }: { readonly rate: number; readonly steps: number }): readonly (readonly [number, number])[] {
  const places: (readonly [number, number])[] = [start];
  let memories: readonly [Memory, Memory] = [{}, {}];
  for (let t = 1; t <= steps; t++) {
    const [x, y] = places.at(-1) ?? start;
    const [byX, byY] = slope(x, y);
    const [first, second] = [one.step({ weight: x, memory: memories[0], gradient: byX, t }, rate), one.step({ weight: y, memory: memories[1], gradient: byY, t }, rate)];
    if (![first.weight, second.weight].every((value) => Math.abs(value) < 1e12)) break;
    memories = [first.memory, second.memory];
    places.push([first.weight, second.weight]);
  }
  return places;
}

/** `2 1 -3` as gradients; up to twelve. @throws RangeError with what is wrong. */
export function gradientsOf(text: string): readonly number[] {
  const gradients = text.trim().split(/[\s;]+/).map((word) => Number(word.replace("−", "-")));
  if (text.trim() === "" || gradients.length > 12 || !gradients.every((gradient) => Math.abs(gradient) <= 1e6)) throw new RangeError(`Gradients must be one to twelve numbers, apart by spaces. Received "${text}".`);
  return gradients;
}
