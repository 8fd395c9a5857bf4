import type { Kind, Node } from "@convscope/core";
import type { Rectifier } from "./executor.ts";
import { ownKernel } from "./ownKernel.ts";

/** Kinds whose executors compute a rectifier that follows in the same pass, by the kernel of ours that does it. */
const carriers: ReadonlyMap<Kind, string> = new Map([["batchNormalization", "BatchNormTraining"], ["conv2d", "GroupedConv2D"], ["dense", "GroupedConv2D"], ["depthwiseConv2d", "GroupedConv2D"], ["batchNormalization", "BatchNormTraining"]]);

const rectifiers: ReadonlyMap<Kind, Rectifier> = new Map([["relu", "relu"], ["relu6", "relu6"]]);

/** A rectifier that the node before it computes. */
export interface Fused {
  readonly rectifier: string;
  readonly activation: Rectifier;
}

/**
 * The nodes of which the only use is a rectifier that they can compute themselves, with that rectifier. Nodes whose own value is
 * `asked` for are left as they are.
 */
export function fusions(nodes: readonly Node[], asked: ReadonlySet<string>): ReadonlyMap<string, Fused> {
  const users = new Map<string, Node[]>();
  for (const node of nodes) for (const input of node.inputs) users.set(input, [...(users.get(input) ?? []), node]);
  const found = new Map<string, Fused>();
  for (const { name, layer } of nodes) {
    const kernel = carriers.get(layer.kind);
    const [user, ...others] = users.get(name) ?? [];
    if (!kernel || !user || others.length > 0 || asked.has(name) || !ownKernel(kernel)) continue;
    const activation = rectifiers.get(user.layer.kind);
    if (activation) found.set(name, { rectifier: user.name, activation });
  }
  return found;
}
