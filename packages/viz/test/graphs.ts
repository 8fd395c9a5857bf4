import { add, conv2d, relu } from "@convscope/core";
import type { Graph, Node } from "@convscope/core";
import fc from "fast-check";

const layer = conv2d(4, 3, { padding: "same" });
const groups = ["", "stage1.", "stage1.", "stage1.0.", "stage1.0.", "stage1.1.", "stage2.", "stage2.0.branch1."];

/**
 * Graphs wired anyhow: every node reads one to three of the nodes before it, most of all near ones, and is in some group. What comes
 * of it has branches that cross, several outputs, and groups that leave and come back.
 */
export const wiredAnyhow: fc.Arbitrary<Graph> = fc
  .array(fc.record({ reads: fc.array(fc.nat(6), { minLength: 1, maxLength: 3 }), group: fc.nat(groups.length - 1), active: fc.boolean() }), { minLength: 1, maxLength: 24 })
  .map((steps) => {
    const nodes: Node[] = [];
    steps.forEach(({ reads, group, active }, i) => {
      const inputs = reads.map((back) => nodes[nodes.length - 1 - back]?.name ?? "input");
      nodes.push({ name: `${groups[group] ?? ""}n${i}`, layer: inputs.length > 1 ? add() : active ? relu() : layer, inputs });
    });
    const read = new Set(nodes.flatMap(({ inputs }) => inputs));
    return { name: "anyhow", inputs: { input: [8, 8, 4] }, outputs: nodes.map(({ name }) => name).filter((name) => !read.has(name)), nodes };
  });

/** A net that is no row of branches: each end of the one path reads the other too. */
export const crossed: Graph = {
  name: "crossed",
  inputs: { input: [16, 16, 4] },
  outputs: ["head"],
  nodes: [
    { name: "left1", layer, inputs: ["input"] },
    { name: "right1", layer, inputs: ["input"] },
    { name: "left2", layer: add(), inputs: ["left1", "right1"] },
    { name: "right2", layer: add(), inputs: ["right1", "left1"] },
    { name: "left3", layer, inputs: ["left2"] },
    { name: "right3", layer, inputs: ["right2"] },
    { name: "sum", layer: add(), inputs: ["left3", "right3", "input"] },
    { name: "head", layer, inputs: ["sum"] },
  ],
};
