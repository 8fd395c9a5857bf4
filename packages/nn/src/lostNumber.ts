import { inferShapes, product, weightOwner, type Graph, type Node } from "@convscope/core";
import type { Arrays, NdArray } from "./array.ts";
import type { Batch, Objective, StepOptions } from "./engine.ts";
import { trainableKeys } from "./frozen.ts";
import type { Network } from "./network.ts";
import { partRows } from "./parts.ts";
import { rows } from "./rows.ts";

/** So many numbers of nodes are looked at in one go: 256 MB. */
const mostNumbers = 2 ** 26;

/**
 * Where a number was lost in a step that has changed nothing: the first that is not finite of what goes in, of the weights, and of what
 * the nodes give in training, in the graph's order; then, where `objective` is given, of the losses and of the gradients from the end.
 * Nothing if all are finite. `how` is that of the step.
 *
 * `the input "input" holds NaN` · `the weight "conv1.weight" holds Infinity` ·
 * `layer2.0.conv1 (conv2d) is the first node that gives NaN; it gets values up to 3.1e38`
 */
export async function whereLost(network: Network, batch: Batch, { objective = {}, parts = 1 }: Partial<Pick<StepOptions, "objective" | "parts">> = {}): Promise<string | undefined> {
  const weights = await network.weights();
  const given = holding("input", batch.inputs) ?? holding("target", batch.targets) ?? holding("weight", weights);
  if (given !== undefined) return given;
  for (const [from, to] of partRows(Object.values(batch.inputs)[0]?.shape[0] ?? 0, parts)) {
    const part = partOf(batch, from, to);
    const lost = (await inNodes(network, part.inputs, weights)) ?? (await goingBack(network, part, objective));
    if (lost !== undefined) return lost;
  }
  return undefined;
}

/** The first number of an array that is none, or too large. */
const strangeIn = ({ data }: NdArray): number | undefined => (data instanceof Float32Array ? data.find((x) => !Number.isFinite(x)) : undefined);

function holding(what: string, arrays: Arrays): string | undefined {
  for (const [name, array] of Object.entries(arrays)) {
    const strange = strangeIn(array);
    if (strange !== undefined) return `the ${what} "${name}" holds ${strange}`;
  }
  return undefined;
}

function partOf({ inputs, targets, weights }: Batch, from: number, to: number): Batch {
  const of = (arrays: Arrays): Arrays => Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, rows(array, from, to)] as [string, NdArray]));
  return { inputs: of(inputs), targets: of(targets), ...(weights && { weights: of(weights) }) };
}

/** Looks at as many nodes at once as memory is good for. */
async function inNodes(network: Network, inputs: Arrays, weights: Arrays): Promise<string | undefined> {
  for (const nodes of portions(network.graph, Object.values(inputs)[0]?.shape[0] ?? 0)) {
    const values = await network.run(inputs, { nodes: nodes.map(({ name }) => name), training: true });
    for (const node of nodes) {
      const strange = strangeIn(values[node.name] as NdArray);
      if (strange === undefined) continue;
      const received = Object.values(await network.run(inputs, { nodes: node.inputs, training: true }));
      const own = Object.entries(weights).filter(([key]) => key.startsWith(`${weightOwner(node)}.`) && !key.slice(weightOwner(node).length + 1).includes(".")).map(([, array]) => array);
      const sizes = [...(received.length > 0 ? [`gets values up to ${largest(received)}`] : []), ...(own.length > 0 ? [`has weights up to ${largest(own)}`] : [])];
      return `${node.name} (${node.layer.kind}) is the first node that gives ${strange}${sizes.length > 0 ? `; it ${sizes.join(", and ")}` : ""}`;
    }
  }
  return undefined;
}

/** The nodes in their order, as many together as make up `mostNumbers`, one at least. */
function portions(graph: Graph, samples: number): readonly (readonly Node[])[] {
  const shapes = inferShapes(graph);
  const all: Node[][] = [];
  let numbers = Infinity;
  for (const node of graph.nodes) {
    const own = samples * product(shapes.get(node.name) ?? []);
    if (numbers + own > mostNumbers) {
      all.push([]);
      numbers = 0;
    }
    all.at(-1)?.push(node);
    numbers += own;
  }
  return all;
}

/** The largest distance from 0, with two digits. */
function largest(arrays: readonly NdArray[]): string {
  let most = 0;
  for (const { data } of arrays) for (const x of data) most = Math.max(most, Math.abs(x));
  return String(Number(most.toPrecision(2))).replace("e+", "e");
}

/** What is lost although every node is finite: a loss, or a gradient on the way back. */
async function goingBack(network: Network, { inputs, targets, weights = {} }: Batch, objective: Objective): Promise<string | undefined> {
  const keys = trainableKeys(network.graph);
  for (const [name, term] of Object.entries(objective)) {
    const own = weights[name];
    const found = await network.gradients({ inputs, of: { objective: { [name]: term }, targets, ...(own && { weights: { [name]: own } }) }, withRespectTo: { weights: keys }, training: true });
    const key = keys.findLast((key) => strangeIn(found.weights[key] as NdArray) !== undefined);
    const gradient = key === undefined ? "" : `"${key}" is the first weight from the end whose gradient holds ${strangeIn(found.weights[key] as NdArray)}`;
    if (!Number.isFinite(found.value)) return `every node is finite, but the loss of "${name}" is ${found.value}${key === undefined ? "" : `, and ${gradient}`}`;
    if (key !== undefined) return `every node and the loss of "${name}" are finite, but ${gradient}`;
  }
  return undefined;
}
