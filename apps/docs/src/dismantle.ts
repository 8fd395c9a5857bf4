import { factories, layerOf, type Graph, type Layer, type Node } from "@convscope/core";
import { branchesItem, build, joins, layerItem, residualItem, type Fields, type Item } from "./builder.ts";

/** A workbench that makes the same network: layers in a row, residuals and branches. Names are given anew. */
export interface Dismantled {
  readonly name: string;
  readonly input: readonly number[];
  readonly items: readonly Item[];
}

/**
 * Takes a graph apart.
 *
 * @throws RangeError for one that is not made of rows and branches alone.
 */
export function dismantle(graph: Graph): Dismantled {
  const refuse = (why: string): never => {
    throw new RangeError(`${graph.name} cannot be taken apart here: ${why}. The architecture explorer shows it.`);
  };
  const [[input, spec] = refuse("it has no input"), ...more] = Object.entries(graph.inputs);
  const [output = "", ...others] = graph.outputs;
  if (more.length > 0 || others.length > 0) refuse("it has several inputs or outputs");
  if (!Array.isArray(spec)) return refuse("its input is a sequence");
  const shape: readonly number[] = spec;
  const nodes = new Map(graph.nodes.map((node) => [node.name, node]));
  const before = dominators(graph, input);
  let count = 0;
  const run = (from: string, to: string): readonly Item[] => {
    const items: Item[] = [];
    let at = to;
    while (at !== from) {
      const node = nodes.get(at) ?? refuse(`${to} does not come from ${from}`);
      if (node.weightsOf !== undefined) refuse(`${node.name} shares its weights`);
      const fork = before.get(at) ?? input;
      // A value that is read across branches is made twice, and what it is made of, four times.
      if (++count > graph.nodes.length) refuse("values are read across its branches");
      items.unshift(node.inputs.length === 1 ? itemOf(node.layer) : joined(node, node.inputs.map((end) => run(fork, end)), refuse));
      at = node.inputs.length === 1 ? (node.inputs[0] ?? from) : fork;
    }
    return items;
  };
  const items = run(input, output);
  const again = build(graph.name, shape, items).graph;
  const layers = ({ nodes: all }: Graph): string => all.map(({ layer }) => JSON.stringify(layer)).sort().join("\n");
  if (layers(again) !== layers(graph)) refuse("values are read across its branches");
  return { name: graph.name, input: shape, items };
}

function joined({ layer: { kind }, name }: Node, lists: readonly (readonly Item[])[], refuse: (why: string) => never): Item {
  const [first = [], second = []] = lists;
  if (kind === "add" && lists.length === 2) return first.length === 0 ? residualItem(second) : residualItem(first, second);
  return joins.includes(kind) ? branchesItem(lists, kind) : refuse(`${name} (${kind}) joins values`);
}

/** The nearest value through which every way to a node leads. Nodes stand in an order in which values flow. */
function dominators({ nodes }: Graph, input: string): ReadonlyMap<string, string> {
  const before = new Map<string, string>();
  const depth = new Map([[input, 0]]);
  for (const { name, inputs } of nodes) {
    const near = inputs.reduce((a, b) => {
      while (a !== b) {
        if ((depth.get(a) ?? 0) >= (depth.get(b) ?? 0)) a = before.get(a) ?? input;
        else b = before.get(b) ?? input;
      }
      return a;
    }, inputs[0] ?? input);
    before.set(name, near);
    depth.set(name, (depth.get(near) ?? 0) + 1);
  }
  return before;
}

/** A layer with the fields that must be given, and those that differ from their defaults, as short as they can be written. */
function itemOf(layer: Layer): Item {
  const { required, optional } = factories[layer.kind];
  const record = new Map<string, unknown>(Object.entries(layer));
  const text = (fields: Fields): string => {
    try {
      return JSON.stringify(layerOf(layer.kind, fields));
    } catch {
      return "";
    }
  };
  const all = Object.fromEntries([...required, ...optional].filter((name) => record.has(name)).map((name) => [name, record.get(name)]));
  const wanted = JSON.stringify(layer);
  // Each field on its own: left out, or one number for a pair, wherever the layer stays the same.
  let best: Fields = all;
  for (const name of Object.keys(all)) {
    const without = Object.fromEntries(Object.entries(best).filter(([one]) => one !== name));
    best = [without, { ...best, [name]: flat(all[name]) }].find((fields) => text(fields) === wanted) ?? best;
  }
  return layerItem(layer.kind, best);
}

/** 3 of [3, 3], and of [[1, 1], [1, 1]] 1. */
function flat(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const inside = value.map(flat);
  return inside.every((one) => one === inside[0]) ? inside[0] : value;
}
