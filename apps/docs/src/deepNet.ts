import { activationOf, relu, sigmoid, tanh, type ActivationKind, type LayerOf } from "@convscope/core";

/** What is repeated: an activation, and whether a shortcut leads around it. */
export interface Kind {
  readonly title: string;
  readonly activation: LayerOf<ActivationKind>;
  readonly shortcut: boolean;
}

export const kinds: readonly Kind[] = [
  { title: "sigmoid", activation: sigmoid(), shortcut: false },
  { title: "tanh", activation: tanh(), shortcut: false },
  { title: "ReLU", activation: relu(), shortcut: false },
  { title: "sigmoid with a shortcut", activation: sigmoid(), shortcut: true },
  { title: "ReLU with a shortcut", activation: relu(), shortcut: true },
];

/** How the weights begin: evenly within ±√(6/(n + n)) (Glorot and Bengio 2010), or normal with variance 2/n (arXiv:1502.01852, section 2.2). */
export type Start = "Glorot" | "He";

/** Numbers from 0 to 1 that a seed decides: a linear congruential generator, good enough for a picture. */
function random(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 12_345) % 4_294_967_296;
  return () => {
    // Products below 2⁵³, so that nothing is rounded.
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

export interface Depth {
  readonly depth: number;
  readonly width: number;
  readonly seed: number;
  readonly start: Start;
}

/**
 * How loud each layer of a deep network hears the loss: the norm of the slopes that come back to its output, from the first layer to the
 * last, where a slope of length 1 goes in.
 */
export function gradientNorms({ activation, shortcut }: Kind, { depth, width, seed, start }: Depth): readonly number[] {
  const facts = activationOf(activation);
  if (facts.acts !== "pointwise") throw new RangeError(`${activation.kind} does not act on each value alone.`);
  const next = random(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const weight = start === "Glorot" ? () => Math.sqrt(3 / width) * (2 * next() - 1) : () => Math.sqrt(2 / width) * normal();
  let x = Array.from({ length: width }, normal);
  const layers = Array.from({ length: depth }, () => {
    const weights = x.map(() => x.map(weight));
    const sums = weights.map((row) => row.reduce((sum, w, i) => sum + w * (x[i] ?? 0), 0));
    x = sums.map((z, i) => facts.f(z) + (shortcut ? (x[i] ?? 0) : 0));
    return { weights, slopes: sums.map((z) => facts.slope(z)) };
  });
  let back = x.map(normal);
  const length = Math.hypot(...back);
  back = back.map((value) => value / length);
  const norms = [1];
  for (const { weights, slopes } of layers.slice(1).reverse()) {
    const bySum = back.map((value, i) => value * (slopes[i] ?? 0));
    back = back.map((value, j) => bySum.reduce((sum, slope, i) => sum + slope * (weights[i]?.[j] ?? 0), shortcut ? value : 0));
    norms.unshift(Math.hypot(...back));
  }
  return norms;
}
