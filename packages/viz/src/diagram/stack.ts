import { sameShape } from "@convscope/core";
import type { Node, Shapes } from "@convscope/core";
import { isPlumbing, isTrailing } from "./looks.ts";
import type { Wiring } from "./group.ts";

/**
 * Nodes in rows that belong together: a layer, and the normalisation, activation and dropout that follow it and that nobody
 * else reads before. Those that follow nothing of the kind stand before the layer that they lead to.
 *
 * @param loosely also takes in layers that only move numbers, such as `flatten`
 */
export function stacksOf(nodes: readonly Node[], { readers, outputs }: Wiring, shapes: Shapes, loosely: boolean): readonly (readonly Node[])[] {
  const stacks: Node[][] = [];
  const stackOf = new Map<string, Node[]>();
  const onlyReader = (name: string, reader: Node): boolean => {
    const by = readers.get(name) ?? [];
    return by.length === 1 && by[0] === reader && !outputs.has(name);
  };
  const trails = ({ name, layer, inputs: [input = ""] }: Node): boolean =>
    (isTrailing(layer) && sameShape(shapes.get(name) ?? [], shapes.get(input) ?? [])) || (loosely && isPlumbing(layer));
  for (const node of nodes) {
    const [input, ...more] = node.inputs;
    const stack = input === undefined || more.length > 0 || !onlyReader(input, node) ? undefined : stackOf.get(input);
    const joined = stack !== undefined && (trails(node) || stack.every(trails)) ? stack : [];
    if (joined.length === 0) stacks.push(joined);
    joined.push(node);
    stackOf.set(node.name, joined);
  }
  return stacks;
}

/** The row that says what a stack is: its first that is more than a companion of others. */
export const headOf = (stack: readonly Node[]): Node | undefined => stack.find(({ layer }) => !isTrailing(layer) && !isPlumbing(layer)) ?? stack[0];
