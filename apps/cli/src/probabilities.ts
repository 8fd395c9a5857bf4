import { nodeOf, type Graph } from "@convscope/core";
import type { NdArray } from "@convscope/nn";

/** Values with a shape whose rows are probabilities. */
export interface Probabilities {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const squashed: ReadonlySet<string> = new Set(["softmax", "sigmoid"]);

/** Whether a graph's output is squashed into probabilities already. */
export const givesProbabilities = (graph: Graph): boolean => squashed.has(nodeOf(graph, graph.outputs[0] ?? "").layer.kind);

/** What a classifier's outputs `[samples, classes]` say as probabilities: a net that ends in softmax gives them, scores are put through it. */
export function probabilities(graph: Graph, { shape, data }: NdArray): Probabilities {
  const classes = shape.at(-1) ?? 1;
  const result = Float32Array.from(data);
  if (givesProbabilities(graph)) return { shape, data: result };
  for (let row = 0; row < result.length; row += classes) {
    const scores = result.subarray(row, row + classes);
    const greatest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
    let sum = 0;
    for (let i = 0; i < classes; i++) sum += scores[i] = Math.exp((scores[i] ?? 0) - greatest);
    for (let i = 0; i < classes; i++) scores[i] = (scores[i] ?? 0) / sum;
  }
  return { shape, data: result };
}
