import type { Arrays, NdArray } from "../array.ts";
import { initialWeights } from "../initializers/index.ts";
import type { Check } from "./check.ts";
import { rootMeanSquare } from "./exam.ts";
import type { Examined, Finding } from "./finding.ts";
import { kernelsOf } from "./kernels.ts";
import { names, number } from "./words.ts";

/** Shares of a kernel's own size. */
const limits = { hardly: 1e-4, others: 1e-2 };

/** How far the weights of each layer have gone from where they began, and from those that were kept to the last ones. */
export const movement: Check = {
  asks: "Has every layer learned, and are all weights numbers?",
  cost: "compares weights",
  quick: true,
  runs: false,
  of: "kept",
  async examine(exam): Promise<Examined> {
    const { subject: { graph, init, kept, weights = {} }, seed } = exam;
    if (!kept || kept.history.length === 0) return { leftOut: "no epoch has ended" };
    const lost = Object.entries({ "the kept weights": weights, "the last weights": kept.last ?? {} }).flatMap(([which, arrays]) => Object.keys(arrays).filter((key) => !arrays[key]?.data.every(Number.isFinite)).map((key) => ({ which, key })));
    const begin = kept.begin ?? initialWeights(graph, { seed, ...(init && { init }) });
    const kernels = kernelsOf(exam);
    const moved = kernels.flatMap(({ node, key }) => {
      const by = distance(key, begin, weights);
      return by === undefined ? [] : [{ node, by }];
    });
    const sizes = moved.map(({ by }) => by).filter(Number.isFinite);
    const after = kept.last && kernels.flatMap(({ key }) => distance(key, weights, kept.last ?? {}) ?? []).filter(Number.isFinite);
    const measured = moved.length === 0 ? "no kernel trains" : `kernels have gone from ${number(Math.min(...sizes))} to ${number(Math.max(...sizes))} of their size${after && after.length > 0 ? `, and at most ${number(Math.max(...after))} from the kept weights to the last ones` : ""}`;
    const found: Found[] = [];
    const [first] = lost;
    if (first)
      found.push({
        level: "wrong", title: `${first.which} are not all numbers`, where: [...new Set(lost.map(({ key }) => key))], measured: `${names(lost.map(({ key }) => key))} of ${lost.length > 1 ? "these" : "this"} hold others`,
        why: "Whatever goes through such a weight is no number either.", wayOut: "Train again with a smaller learning rate, or clipped gradients (clipNorm).",
      });
    const still = moved.filter(({ by }) => by === 0);
    if (still.length > 0)
      found.push({
        level: "wrong", title: "some layers have not learned", where: still.map(({ node }) => node), measured: `weights as they were drawn in ${names(still.map(({ node }) => node))}`,
        why: "No gradient came to them in the whole training, so what they do is chance.", wayOut: "Look at what follows them: dead rectifiers, saturated activations, a step, or a layer that passes no gradient on.",
      });
    const hardly = moved.filter(({ by }) => by > 0 && by < limits.hardly);
    if (hardly.length > 0 && Math.max(...sizes) > limits.others)
      found.push({
        level: "suspect", title: "some layers have hardly learned", where: hardly.map(({ node }) => node), measured: `${measured}; least in ${names(hardly.map(({ node, by }) => `${node} ${number(by)}`))}`,
        why: "Their gradients were far smaller than those of the others, so they are as good as drawn.", wayOut: "Normalise between the layers (batchNormalization), take relu in the place of sigmoid or tanh, add shortcuts (residual), or take an optimiser that scales each weight's steps, such as adam.",
      });
    return { measured, findings: found };
  },
};

type Found = Omit<Finding, "check">;

/** How far an array has gone beside its own size; nothing where it is in one of the two only. */
function distance(key: string, from: Arrays, to: Arrays): number | undefined {
  const [a, b] = [from[key], to[key]];
  if (!a || !b || a.data.length !== b.data.length) return undefined;
  const difference: NdArray = { shape: a.shape, data: Float32Array.from(a.data, (x, i) => (b.data[i] ?? 0) - x) };
  return rootMeanSquare(difference) / (rootMeanSquare(a) || 1);
}
