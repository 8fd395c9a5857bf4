import { didYouMean, type Graph } from "@convscope/core";
import type { Objective } from "./engine.ts";
import { checkLoss, type Loss } from "./losses/index.ts";

/** One loss for a graph of one output, or a loss, perhaps weighted, for each output that has one. */
export type LossOption = Loss | LossByOutput;

export interface LossByOutput {
  readonly kind?: never;
  readonly [output: string]: Loss | WeightedLoss | undefined;
}

export interface WeightedLoss {
  readonly kind?: never;
  readonly loss: Loss;
  readonly weight: number;
}

/**
 * Resolves a loss to one for each output.
 *
 * @throws RangeError for an output that the graph does not have, or one loss for a graph of several outputs.
 */
export function objectiveOf(graph: Graph, option: LossOption): Objective {
  if (typeof (option as unknown) !== "object" || isLoss(option)) {
    checkLoss(option as Loss);
    const [output, second] = graph.outputs;
    if (output === undefined || second !== undefined)
      throw new RangeError(`fit: a graph of several outputs must have a loss for each. Received one loss for ${graph.outputs.join(", ")}. Give { ${graph.outputs.map((name) => `${JSON.stringify(name)}: loss`).join(", ")} }.`);
    return { [output]: { loss: option as Loss, weight: 1 } };
  }
  const objective: Record<string, { loss: Loss; weight: number }> = {};
  for (const [output, given] of Object.entries(option)) {
    if (given === undefined) continue;
    if (!graph.outputs.includes(output)) throw new RangeError(`fit: losses must be of outputs. Received "${output}".${didYouMean(output, graph.outputs)} Outputs: ${graph.outputs.join(", ")}.`);
    const weighted = typeof given === "object" && !isLoss(given) ? given : { loss: given, weight: 1 };
    checkLoss(weighted.loss);
    objective[output] = weighted;
  }
  if (Object.keys(objective).length === 0) throw new RangeError(`fit: at least one output must have a loss. Received none. Outputs: ${graph.outputs.join(", ")}.`);
  return objective;
}

const isLoss = (option: LossOption | WeightedLoss): option is Loss => option.kind !== undefined;
