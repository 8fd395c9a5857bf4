import type { Graph, Node } from "@convscope/core";

/** Nodes whose names begin alike: `layer1.0` is the group of `layer1.0.conv1`, `layer1.0.bn1`, …. The root's path is "". */
export interface Group {
  readonly path: string;
  /** All nodes of the group and of the groups in it, in the graph's order. */
  readonly nodes: readonly Node[];
  readonly children: readonly Group[];
}

/** A group that values enter at one place and leave at one: it can stand as one box. */
export interface Ends {
  /** The node or graph input outside that it reads. */
  readonly source: string;
  /** Its node that others read, or that is an output of the graph. */
  readonly exit: string;
}

/** What is known of a graph's wiring. */
export interface Wiring {
  /** The readers of each node and graph input, in the graph's order. */
  readonly readers: ReadonlyMap<string, readonly Node[]>;
  readonly outputs: ReadonlySet<string>;
}

interface Growing {
  readonly path: string;
  readonly nodes: Node[];
  readonly children: Growing[];
}

const parentPath = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf(".")));

/** The groups of a graph by the dots in its nodes' names. A node that has the name of a group belongs to it. */
export function groupsOf(graph: Graph): Group {
  const root: Growing = { path: "", nodes: [], children: [] };
  const groups = new Map<string, Growing>([["", root]]);
  const parents = new Map<Growing, Growing>();
  const at = (path: string): Growing => {
    const known = groups.get(path);
    if (known !== undefined) return known;
    const [parent, group]: [Growing, Growing] = [at(parentPath(path)), { path, nodes: [], children: [] }];
    groups.set(path, group);
    parents.set(group, parent);
    parent.children.push(group);
    return group;
  };
  for (const { name } of graph.nodes) at(parentPath(name));
  for (const node of graph.nodes) {
    for (let group: Growing | undefined = groups.get(node.name) ?? at(parentPath(node.name)); group !== undefined; group = parents.get(group)) group.nodes.push(node);
  }
  return root;
}

/** Every group but the root, a group before those in it. */
export const allGroups = (group: Group): readonly Group[] => group.children.flatMap((child) => [child, ...allGroups(child)]);

export function wiringOf(graph: Graph): Wiring {
  const readers = new Map<string, Node[]>();
  for (const node of graph.nodes) {
    for (const input of node.inputs) {
      const known = readers.get(input);
      if (known === undefined) readers.set(input, [node]);
      else known.push(node);
    }
  }
  return { readers, outputs: new Set(graph.outputs) };
}

/** What some nodes read from outside, each name once. */
export function sourcesOf(nodes: readonly Node[]): readonly string[] {
  const inside = new Set(nodes.map(({ name }) => name));
  return [...new Set(nodes.flatMap(({ inputs }) => inputs).filter((input) => !inside.has(input)))];
}

/** Those of some nodes whose values go outside. */
export function exitsOf(nodes: readonly Node[], { readers, outputs }: Wiring): readonly string[] {
  const inside = new Set(nodes.map(({ name }) => name));
  // A value that nobody reads goes nowhere: it counts as leaving, so that it is not lost.
  const leaves = (name: string): boolean => {
    const by = readers.get(name) ?? [];
    return outputs.has(name) || by.length === 0 || by.some((reader) => !inside.has(reader.name));
  };
  return nodes.map(({ name }) => name).filter(leaves);
}

/** The one way in and the one way out of some nodes, if it is so. */
export function endsOf(nodes: readonly Node[], wiring: Wiring): Ends | undefined {
  const [source, ...moreSources] = sourcesOf(nodes);
  const [exit, ...moreExits] = exitsOf(nodes, wiring);
  return source === undefined || exit === undefined || moreSources.length + moreExits.length > 0 ? undefined : { source, exit };
}

const joins = ({ nodes }: Group): boolean => nodes.some(({ inputs }) => inputs.length > 1);

/** Whether a value of the one group comes to the other. */
function leadsTo(from: Group, to: Group, within: readonly Node[]): boolean {
  const reached = new Set(from.nodes.map(({ name }) => name));
  const wanted = new Set(to.nodes.map(({ name }) => name));
  for (const { name, inputs } of within) {
    if (reached.has(name) || !inputs.some((input) => reached.has(input))) continue;
    if (wanted.has(name)) return true;
    reached.add(name);
  }
  return false;
}

/** Whether a group is a row of smaller groups with branches, as a stage of residual blocks is, rather than one of these. */
function isRow(group: Group): boolean {
  const branching = group.children.filter(joins);
  return branching.some((one, i) => isRow(one) || branching.slice(i + 1).some((other) => leadsTo(one, other, group.nodes)));
}

/** Whether a group is one module with branches, such as a residual block or an Inception module. */
export const isModule = (group: Group): boolean => joins(group) && !isRow(group);
