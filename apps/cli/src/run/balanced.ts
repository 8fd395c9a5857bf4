import type { Graph } from "@convscope/core";
import { classWeights } from "@convscope/datasets";
import type { Loss } from "@convscope/nn";
import type { Policy } from "../policy.ts";
import type { Config, LossSettings } from "../settings.ts";
import { lossFor } from "./graph.ts";

/** What of a training depends on how often its classes occur. */
interface Weighted {
  readonly config: Config;
  readonly graph: Graph;
  readonly loss: Loss;
  readonly policy?: Policy | undefined;
}

/**
 * With the weights that balance the classes of the training samples in its loss, where the configuration asks for them: in the record
 * itself, so that whoever measures the run later uses the same.
 */
export function balanced<P extends Weighted>(plan: P, labels: ArrayLike<number>, classes: number): P {
  if (plan.config.classWeights !== "balanced") return plan;
  const config: Config = { ...plan.config, loss: { ...unbalanced(plan.config), classWeights: classWeights(labels, classes) } };
  return { ...plan, config, loss: lossFor(config, plan.graph, plan.policy) };
}

/** A loss without the weights that it was given. */
export function unbalanced({ loss }: LossSettings): { readonly kind: string; readonly [option: string]: unknown } {
  if (typeof loss === "string") return { kind: loss };
  const { classWeights: _, ...rest } = loss;
  return rest;
}
