import type { ConventionName } from "../calculators/conventions.ts";
import type { Graph } from "../graph.ts";
import { product } from "../shape.ts";
import { align, counted, type Counted } from "./align.ts";
import { differences, type Difference } from "./differences.ts";
import { macFindings, parameterFindings, settingFindings } from "./findings.ts";

/** One graph's totals. */
export interface ComparedGraph {
  readonly name: string;
  /** Learned numbers. */
  readonly trainable: number;
  /** Remembered or fixed numbers. */
  readonly nonTrainable: number;
  /** The kinds of layers that keep these: `{ batchNormalization: 42_016, normalization: 7 }`. */
  readonly nonTrainableByKind: { readonly [kind: string]: number };
  /** MACs for one sample. */
  readonly macs: number;
}

/** Why two graphs do not count alike. JSON-safe. */
export interface Comparison {
  readonly convention: ConventionName;
  readonly a: ComparedGraph;
  readonly b: ComparedGraph;
  /** Adds up to the differences in learned and in other numbers. */
  readonly parameters: readonly Difference[];
  /** Adds up to the difference in MACs. */
  readonly macs: readonly Difference[];
  /** What differs without a count: an epsilon, another activation, or a stride that a later one makes up for. */
  readonly settings: readonly Difference[];
}

export interface CompareOptions {
  /** Whose way of counting MACs. */
  readonly convention?: ConventionName;
  /** What the graphs are called; by their own names if left out. */
  readonly names?: readonly [a: string, b: string];
}

/**
 * Explains, cause by cause, why two graphs differ in parameters and MACs: arrays and layers that only one of them has, other
 * settings, other sizes. Nodes are paired by name, then by their arrays, then in order.
 */
export function compare(a: Graph, b: Graph, { convention = "torchvision", names = a.name === b.name ? [`the first ${a.name}`, `the second ${b.name}`] : [a.name, b.name] }: CompareOptions = {}): Comparison {
  const [left, right] = [counted(a, convention), counted(b, convention)];
  const alignment = align(left, right);
  return {
    convention,
    a: totals(names[0], left),
    b: totals(names[1], right),
    parameters: differences(parameterFindings(alignment), names),
    macs: differences(macFindings(alignment), names),
    settings: differences(settingFindings(alignment), names),
  };
}

function totals(name: string, nodes: readonly Counted[]): ComparedGraph {
  let [trainable, nonTrainable, macs] = [0, 0, 0];
  const byKind: Record<string, number> = {};
  for (const { node: { layer: { kind } }, own, macs: work } of nodes) {
    macs += work;
    for (const spec of Object.values(own)) {
      const n = product(spec.shape);
      if (spec.trainable) trainable += n;
      else {
        nonTrainable += n;
        byKind[kind] = (byKind[kind] ?? 0) + n;
      }
    }
  }
  return { name, trainable, nonTrainable, nonTrainableByKind: byKind, macs };
}
