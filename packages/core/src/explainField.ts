import { maximum, minus, plus, quantity, times } from "./expression.ts";
import { inputShapes, nodeOf, type Graph, type Shapes } from "./graph.ts";
import { windows } from "./layers/table.ts";
import type { Step, Window } from "./layer.ts";
import { receptiveFields, type AxisField, type Field } from "./calculators/receptiveField.ts";
import { step } from "./step.ts";
import { axisName } from "./window.ts";

/** What a node sees, with its working as far as it is a patch, or in words. */
export interface FieldExplanation {
  readonly steps: readonly Step[];
  /** Why it sees all or nothing; left out where it sees a patch. */
  readonly words?: string;
}

/** An input of a node through which it sees something. */
interface Way {
  readonly input: string;
  readonly window: Window;
  readonly field: Field;
}

const source = "Araujo, Norris & Sim 2019, equation 2";

/** How a node's receptive field comes from those of its inputs: grown through a window, handed on, or the union of several. */
export function explainField(graph: Graph, name: string, shapes: Shapes): FieldExplanation {
  const { fields } = receptiveFields(graph, {}, shapes);
  const node = nodeOf(graph, name);
  const seen = fields.get(name) ?? "nothing";
  const ofLayer = windows(node.layer, inputShapes(node, shapes));
  const ways = node.inputs
    .map((input, i): Way => ({ input, window: ofLayer[i] ?? "global", field: fields.get(input) ?? "nothing" }))
    .filter(({ window, field }) => window !== "none" && field !== "nothing");
  if (seen === "nothing") return { steps: [], words: `nothing: it does not depend on ${Object.keys(graph.inputs)[0] ?? "the input"}` };
  if (seen === "whole input") return { steps: [], words: `whole input: ${whyAll(graph, ways)}` };
  const [only] = ways;
  return { steps: seen.flatMap((axis, i) => (ways.length === 1 && only ? grown(only, i, seen.length) : united(ways, axis, i, seen.length))) };
}

function whyAll(graph: Graph, ways: readonly Way[]): string {
  const all = ways.find(({ field }) => field === "whole input");
  if (all) return Object.hasOwn(graph.inputs, all.input) ? `${all.input} is a vector` : `${all.input} sees all of it`;
  const global = ways.find(({ window }) => window === "global");
  return global ? `every output depends on all of ${global.input}` : "its window runs along axes that are no longer those of the input";
}

/** The size seen along an axis through one input. */
function sizeThrough({ window, field }: Way, axis: number): number {
  const from: AxisField = typeof field === "string" ? { size: NaN, stride: NaN, start: NaN } : (field[axis] ?? { size: NaN, stride: NaN, start: NaN });
  const through = typeof window === "string" ? undefined : window[axis];
  return from.size + ((through?.size ?? 1) - 1) * from.stride;
}

function grown({ input, window, field }: Way, i: number, axes: number): Step[] {
  const of = axisName(i, axes);
  const from = typeof field === "string" ? undefined : field[i];
  if (!from) return [];
  if (typeof window === "string") return [step(`receptive field, ${of}`, quantity("r", from.size), `that of ${input}: each output looks at its own place`)];
  const { size, stride } = window[i] ?? { size: 1, stride: 1 };
  return [
    step(`receptive field, ${of}`, plus(quantity("r", from.size), times(minus(quantity("k", size), 1), quantity("j", from.stride))), source),
    ...(stride === 1 ? [] : [step(`stride in the input, ${of}`, times(quantity("j", from.stride), quantity("s", stride)), source)]),
  ];
}

function united(ways: readonly Way[], { size }: AxisField, i: number, axes: number): Step[] {
  const sizes = ways.map((way) => sizeThrough(way, i));
  const largest = maximum(...sizes.map((r, at) => quantity(`r_${at + 1}`, r)));
  // Branches that look to different sides see more together than the largest of them.
  const inside = Math.abs(Math.max(...sizes) - size) < 1e-9;
  const each = ways.map(({ input }, at) => `${input} (${Number((sizes[at] ?? NaN).toFixed(6))})`).join(", ");
  return [step(`receptive field, ${axisName(i, axes)}`, inside ? largest : quantity("r", size), `the union of what it sees through ${each}`)];
}
