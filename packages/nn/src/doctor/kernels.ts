import { ancestors, product } from "@convscope/core";
import { weightKeys, type Exam } from "./exam.ts";

/** Kernels of more numbers are left out, as their gradients would have to be copied. */
const largest = 2 ** 23;

/** A kernel and the node that has it. */
export interface Kernel {
  readonly node: string;
  /** `node.weight-name`. */
  readonly key: string;
}

/** The kernels that train and that lie before an output with a loss, from the inputs on. */
export function kernelsOf({ subject: { graph, trainable }, objective, shapes }: Exam): readonly Kernel[] {
  const used = new Set(ancestors(graph, Object.keys(objective)).map((node) => node.weightsOf ?? node.name));
  const wanted = trainable && new Set(trainable);
  return [...weightKeys(graph, shapes, ({ role, shape, trainable: trains }) => trains && (role === "kernel" || role === "recurrent") && product(shape) <= largest)]
    .filter(([node]) => used.has(node))
    .flatMap(([node, keys]) => keys.filter((key) => !wanted || wanted.has(key)).map((key) => ({ node, key })));
}
