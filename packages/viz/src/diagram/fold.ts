import { formatShape } from "@convscope/core";
import type { Node, Shapes } from "@convscope/core";
import { endsOf } from "./group.ts";
import type { Group, Wiring } from "./group.ts";
import { familyOf, isSum, layerText } from "./looks.ts";

const worked: readonly string[] = ["convolution", "dense", "sequence"];

/** The layers of a group with all their numbers and how they are wired: equal for equal groups, wherever they stand. Rates of dropout often grow with depth and do not count. */
function exactly({ nodes }: Group): string {
  const places = new Map(nodes.map(({ name }, i) => [name, i]));
  return nodes.map(({ layer, inputs }) => `${familyOf(layer) === "dropout" ? "dropout" : layerText(layer)} ${inputs.map((input) => places.get(input) ?? "in").join(" ")}`).join("; ");
}

/** The kinds and kernels on the way through a group, shortcuts left out, and the shape of its output. */
function roughly({ nodes }: Group, exit: string, shapes: Shapes): string {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const depths = new Map<string, number>();
  const depth = (name: string): number => depths.get(name) ?? 0;
  for (const { name, inputs } of nodes) depths.set(name, 1 + Math.max(...inputs.map(depth)));
  const through = new Set<Node>();
  const visit = (name: string): void => {
    const node = byName.get(name);
    if (node === undefined || through.has(node)) return;
    through.add(node);
    const longest = node.inputs.reduce((best, input) => (depth(input) > depth(best) ? input : best), node.inputs[0] ?? "");
    (isSum(node.layer) ? [longest] : node.inputs).forEach(visit);
  };
  visit(exit);
  const words = nodes.filter((node) => through.has(node) && worked.includes(familyOf(node.layer))).map(({ layer }) => layerText(layer).split(",")[0]);
  return [...words, formatShape(shapes.get(exit) ?? [])].join("; ");
}

/**
 * Groups that follow each other and are alike, as runs; a group alone is a run of one. Alike are equal ones, and before equal
 * residual blocks the one that leads over to their shape: it has a stride, a projection or another expansion.
 *
 * @param apart whether a group must stand alone
 */
export function runsOf(groups: readonly Group[], wiring: Wiring, shapes: Shapes, apart: (group: Group) => boolean): readonly (readonly Group[])[] {
  const runs: Group[][] = [];
  for (const group of groups) {
    const run = runs[runs.length - 1];
    const before = run?.[run.length - 1];
    if (run !== undefined && before !== undefined && !apart(group) && !apart(before) && follows(before, group, run.length === 1, wiring, shapes)) run.push(group);
    else runs.push([group]);
  }
  return runs;
}

function follows(before: Group, group: Group, mayLead: boolean, wiring: Wiring, shapes: Shapes): boolean {
  const [first, second] = [endsOf(before.nodes, wiring), endsOf(group.nodes, wiring)];
  if (first === undefined || second === undefined || second.source !== first.exit) return false;
  // The value between them would be hidden: nobody else may read it.
  const inside = new Set(group.nodes);
  if (wiring.outputs.has(first.exit) || !(wiring.readers.get(first.exit) ?? []).every((reader) => inside.has(reader) || before.nodes.includes(reader))) return false;
  if (exactly(before) === exactly(group)) return true;
  return mayLead && group.nodes.some(({ layer }) => isSum(layer)) && roughly(before, first.exit, shapes) === roughly(group, second.exit, shapes);
}

/** `layer1` for all its blocks, `features.2–3` for some of them. */
export function runTitle(run: readonly Group[], parent: Group): string {
  const [first, last] = [run[0]?.path ?? "", run[run.length - 1]?.path ?? ""];
  if (run.length === 1) return first;
  if (parent.path !== "" && run.reduce((sum, { nodes }) => sum + nodes.length, 0) === parent.nodes.length) return parent.path;
  const stem = parent.path === "" ? 0 : parent.path.length + 1;
  return `${first}–${last.slice(stem)}`;
}
