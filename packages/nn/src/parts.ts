import { inferShapes, type Graph, type Shapes } from "@convscope/core";
import type { Arrays, NdArray } from "./array.ts";
import type { Batch, Objective } from "./engine.ts";
import { checkInputs, checkNames, checkSize } from "./inputs.ts";
import { checkSampleWeights, checkTarget, sampleFactors } from "./losses/index.ts";
import { whole } from "./options.ts";
import { rows } from "./rows.ts";

/** Samples of a batch that are computed together. */
export interface Part {
  readonly inputs: Arrays;
  readonly targets: Arrays;
  /** As `SampleFactors`, by output: summed over all parts, losses and gradients are those of the batch. An output without any has its loss of a whole batch. */
  readonly factors: Arrays;
}

/** In how many rows of a batch each part lies: as equal as can be, the larger ones first. */
export function partRows(samples: number, parts: number): readonly (readonly [from: number, to: number])[] {
  whole("step", "parts", parts, 1);
  const count = Math.max(1, Math.min(parts, samples));
  const start = (part: number): number => part * Math.floor(samples / count) + Math.min(part, samples % count);
  return Array.from({ length: count }, (_, part) => [start(part), start(part + 1)] as const);
}

/**
 * A batch in parts, of which each sample knows how much it counts; as it is, where it is in one and no sample has a weight. Targets
 * that are missing are left to whoever computes the losses.
 *
 * @throws GraphError or RangeError for inputs, targets or weights that do not fit, or fewer parts than one.
 */
export function partsOf(graph: Graph, { inputs, targets, weights = {} }: Batch, objective: Objective, parts: number = 1, shapes: Shapes = inferShapes(graph)): readonly Part[] {
  checkNames(graph, "output", Object.keys(weights), [...new Set([...graph.outputs, ...Object.keys(objective)])]);
  const samples = Object.values(inputs)[0]?.shape[0] ?? 0;
  const all = partRows(samples, parts);
  const weighed = Object.keys(objective).filter((name) => all.length > 1 || weights[name]);
  if (weighed.length === 0) return [{ inputs, targets, factors: {} }];
  checkInputs(graph, inputs);
  const factors = Object.fromEntries(
    weighed.flatMap((name) => {
      const [own, target, shape] = [weights[name], targets[name], [samples, ...(shapes.get(name) ?? [])]];
      if (own) checkSampleWeights(name, samples, own);
      const { loss } = objective[name] as Objective[string];
      if (!target) return [];
      checkTarget(loss, shape, target, name);
      checkSize(`target "${name}"`, target);
      return [[name, { shape: [samples], data: sampleFactors(loss, shape, target, own).factors }] as const];
    }),
  );
  const wanted = Object.fromEntries(Object.keys(objective).flatMap((name) => (targets[name] ? [[name, targets[name]] as const] : [])));
  return all.map(([from, to]) => {
    const ofPart = (arrays: Arrays): Arrays => Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, rows(array, from, to)] as [string, NdArray]));
    return { inputs: ofPart(inputs), targets: ofPart(wanted), factors: ofPart(factors) };
  });
}
