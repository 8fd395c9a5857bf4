import { inferShapes, inputShape, parametersByNode, sameShape } from "@convscope/core";
import type { Graph, Node, Parameters, Shape, Shapes } from "@convscope/core";
import { counted, figures, grouped } from "../format.ts";
import type { Family } from "./family.ts";
import { runsOf, runTitle } from "./fold.ts";
import { endsOf, exitsOf, isModule, sourcesOf, wiringOf } from "./group.ts";
import type { Group, Wiring } from "./group.ts";
import { familyOf, layerText } from "./looks.ts";
import { headOf, stacksOf } from "./stack.ts";

/** A line of a cell. */
export interface Row {
  /** The node, or the group, that it stands for. */
  readonly name: string;
  readonly text: string;
  /** Beside the text where there is room. */
  readonly note: string;
  readonly family: Family;
}

/** A box of one or more rows. */
export interface Cell {
  readonly kind: "cell";
  readonly key: string;
  readonly rows: readonly Row[];
  /** Everything in it in words. */
  readonly about: string;
  /** How many equal ones it stands for. */
  readonly times: number;
  readonly shape: Shape;
  /** Whether the shape is written. */
  readonly labelled: boolean;
  /** Its nodes, first to last; those of the last where it stands for several. */
  readonly nodes: readonly Node[];
}

/** A region with a border around it: a module, or one that stands for several. */
export interface Frame {
  readonly kind: "frame";
  readonly key: string;
  readonly title: string;
  readonly note: string;
  readonly times: number;
  readonly shape: Shape;
  readonly labelled: boolean;
  readonly region: Region;
}

export type Item = Cell | Frame;

/** A connection of two items, by key; "" is where values enter the region, or leave it. */
export interface Wire {
  readonly from: string;
  readonly to: string;
}

export interface Region {
  readonly items: ReadonlyMap<string, Item>;
  readonly wires: readonly Wire[];
}

/** What becomes one box, and what is drawn with everything in it. */
export interface Wishes {
  /** Whether companions of layers are left out, and a module is one box. */
  readonly folded: boolean;
  /** Whether equal ones that follow each other become one. */
  readonly alike: boolean;
  /** Whether layers that only move numbers, such as flatten, belong to the one before. */
  readonly joined: boolean;
  readonly collapse: (group: Group) => boolean;
  readonly expand: readonly string[];
}

/** Some groups in a row that have one box or frame. */
interface Container {
  readonly run: readonly Group[];
  readonly title: string;
  readonly boxed: boolean;
}

/** 25557032 → "25.6 M"; below ten thousand every digit. */
export function short(count: number): string {
  if (count < 1e4) return grouped(count);
  const [divisor, unit] = count >= 1e9 ? [1e9, "\u00a0G"] : count >= 1e6 ? [1e6, "\u00a0M"] : [1e3, "\u00a0k"];
  return `${figures(count / divisor)}${unit}`;
}

/** A name as those in a group call it. */
const within = (name: string, path: string): string => (path !== "" && name.startsWith(`${path}.`) ? name.slice(path.length + 1) : name);

/** The graph as nested boxes. */
export class Regions {
  readonly shapes: Shapes;
  readonly root: Group;
  readonly wiring: Wiring;
  readonly #graph: Graph;
  readonly #parameters: ReadonlyMap<string, Parameters>;
  readonly #wishes: Wishes;

  /** @param root the graph's groups */
  constructor(graph: Graph, root: Group, wishes: Wishes) {
    this.#graph = graph;
    this.#wishes = wishes;
    this.shapes = inferShapes(graph);
    this.root = root;
    this.wiring = wiringOf(graph);
    this.#parameters = parametersByNode(graph, this.shapes);
  }

  /** The whole graph, its inputs included. */
  whole(): Region {
    const inputs = Object.entries(this.#graph.inputs).map(([name, input]): Cell => {
      const shape = inputShape(input);
      return { kind: "cell", key: `input ${name}`, rows: [{ name, text: name, note: "", family: "input" }], about: name, times: 1, shape, labelled: true, nodes: [] };
    });
    return this.#region(this.root, inputs, !this.#wishes.folded);
  }

  /** Numbers that were learned in some nodes. */
  parameters(nodes: readonly Node[]): number {
    return nodes.reduce((sum, { name }) => sum + (this.#parameters.get(name)?.trainable ?? 0), 0);
  }

  #apart(group: Group): boolean {
    return !this.#wishes.alike || this.#wishes.collapse(group) || this.#wishes.expand.some((path) => path === group.path || path.startsWith(`${group.path}.`));
  }

  /** The boxes and frames that stand in a group, however deep the groups in it are. */
  #containers(parent: Group, detailed: boolean): readonly Container[] {
    const runs = detailed ? parent.children.map((child) => [child]) : runsOf(parent.children, this.wiring, this.shapes, (group) => this.#apart(group));
    return runs.flatMap((run): readonly Container[] => {
      const [group] = run;
      if (group === undefined) return [];
      const title = runTitle(run, parent);
      const boxed = this.#wishes.collapse(group);
      const framed = run.length > 1 || ((isModule(group) || this.#wishes.expand.includes(group.path)) && endsOf(group.nodes, this.wiring) !== undefined);
      return boxed || framed ? [{ run, title, boxed }] : this.#containers(group, detailed);
    });
  }

  #region(group: Group, inputs: readonly Cell[], detailed: boolean): Region {
    // A module's own parts are small enough to be shown as they are, unless someone wants one as a box.
    const nested = group.path !== "" && isModule(group);
    const containers = this.#containers(group, detailed).filter(({ boxed }) => boxed || !nested);
    const owner = new Map<string, string>(inputs.map(({ key, rows: [row] }) => [row?.name ?? "", key]));
    const made = new Map<string, Item>(inputs.map((cell) => [cell.key, cell]));
    const reads = new Map<string, readonly string[]>();
    for (const { run, title, boxed } of containers) {
      const key = `group ${title}`;
      const nodes = run.flatMap((one) => one.nodes);
      for (const { name } of nodes) owner.set(name, key);
      reads.set(key, sourcesOf(nodes));
      made.set(key, boxed ? this.#box(key, title, nodes) : this.#frame(key, title, run, nodes, detailed));
    }
    const loose = group.nodes.filter(({ name }) => !owner.has(name));
    const exits = exitsOf(group.nodes, this.wiring);
    for (const cell of this.#cells(loose, detailed, group.path)) {
      // The shape that leaves a module is written below its frame; that of an output always is.
      const leaves = exits.length === 1 || group.path === "" ? cell.all.some(({ name }) => exits.includes(name)) : false;
      made.set(cell.key, leaves ? { ...cell, labelled: group.path === "" } : cell);
      reads.set(cell.key, sourcesOf(cell.all));
      for (const { name } of cell.all) owner.set(name, cell.key);
    }
    const order = [...new Set([...inputs.map(({ key }) => key), ...group.nodes.map(({ name }) => owner.get(name) ?? "")])];
    const items = new Map(order.flatMap((key) => [made.get(key)].filter((item) => item !== undefined).map((item) => [key, item] as const)));
    const into = order.flatMap((to) => [...new Set((reads.get(to) ?? []).map((name) => owner.get(name) ?? ""))].map((from): Wire => ({ from, to })));
    const leaving = [...new Set(exits.map((name) => owner.get(name) ?? ""))];
    const unread = inputs.map(({ key }) => key).filter((key) => !into.some(({ from }) => from === key));
    const entering = inputs.map(({ key }): Wire => ({ from: "", to: key }));
    return { items, wires: [...entering, ...into, ...[...leaving, ...unread].map((from): Wire => ({ from, to: "" }))] };
  }

  #box(key: string, title: string, nodes: readonly Node[]): Cell {
    const shape = this.shapes.get(exitsOf(nodes, this.wiring).at(-1) ?? "") ?? [];
    const size = `${counted(nodes.length, "layer")}, ${short(this.parameters(nodes))} params`;
    return { kind: "cell", key, rows: [{ name: title, text: title, note: size, family: "group" }], about: `${title}: ${size}`, times: 1, shape, labelled: true, nodes };
  }

  #frame(key: string, title: string, run: readonly Group[], nodes: readonly Node[], detailed: boolean): Frame {
    const last = run[run.length - 1] ?? this.root;
    const shape = this.shapes.get(endsOf(last.nodes, this.wiring)?.exit ?? "") ?? [];
    const open = detailed || this.#wishes.expand.includes(last.path);
    const learned = this.parameters(nodes);
    const notes = [...this.#stride(run), ...(learned === 0 ? [] : [`${short(learned)} params`])];
    return { kind: "frame", key, title, note: notes.join(", "), times: run.length, shape, labelled: true, region: this.#region(last, [], open) };
  }

  /** How much smaller maps leave a run than they came: its first module does it, and the last is drawn. */
  #stride(run: readonly Group[]): readonly string[] {
    const first = run.length === 1 ? undefined : endsOf(run[0]?.nodes ?? [], this.wiring);
    if (first === undefined) return [];
    const [before, after] = [this.shapes.get(first.source) ?? [], this.shapes.get(first.exit) ?? []];
    const stride = before.length === 3 && after.length === 3 ? Math.round((before[0] ?? 1) / (after[0] ?? 1)) : 1;
    return stride > 1 ? [`first /${stride}`] : [];
  }

  /** Stacks of nodes; where not everything is shown, equal ones that follow each other as one. */
  #cells(nodes: readonly Node[], detailed: boolean, path: string): readonly (Cell & { readonly all: readonly Node[] })[] {
    const cells: (Cell & { readonly all: readonly Node[] })[] = [];
    for (const stack of stacksOf(nodes, this.wiring, this.shapes, !detailed && this.#wishes.joined)) {
      const head = headOf(stack);
      if (head === undefined) continue;
      const shown = detailed ? stack : [head];
      const rows = shown.map(({ name, layer }): Row => ({ name, text: layerText(layer), note: detailed && within(name, path) !== layerText(layer) ? within(name, path) : "", family: familyOf(layer) }));
      const about = stack.map(({ name, layer }) => `${name}: ${layerText(layer)}`).join("; ");
      const shape = this.shapes.get(stack[stack.length - 1]?.name ?? "") ?? [];
      const before = cells[cells.length - 1];
      const again = !detailed && this.#wishes.alike && before !== undefined && this.#repeats(before.nodes, stack);
      if (again) cells[cells.length - 1] = { ...before, rows, about: `${before.about}; ${about}`, times: before.times + 1, shape, nodes: stack, all: [...before.all, ...stack] };
      else cells.push({ kind: "cell", key: `node ${head.name}`, rows, about, times: 1, shape, labelled: detailed || this.#reshapes(stack), nodes: stack, all: stack });
    }
    return cells;
  }

  #repeats(before: readonly Node[], stack: readonly Node[]): boolean {
    const exit = before[before.length - 1]?.name ?? "";
    const words = (nodes: readonly Node[]): string => nodes.filter(({ layer }) => familyOf(layer) !== "dropout").map(({ layer }) => layerText(layer)).join("; ");
    return words(before) === words(stack) && stack[0]?.inputs.length === 1 && stack[0].inputs[0] === exit && !this.wiring.outputs.has(exit) && this.wiring.readers.get(exit)?.length === 1;
  }

  /** Whether the shape that comes out is not the one that goes in. */
  #reshapes(stack: readonly Node[]): boolean {
    const after = this.shapes.get(stack[stack.length - 1]?.name ?? "") ?? [];
    return stack[0]?.inputs.some((input) => !sameShape(this.shapes.get(input) ?? [], after)) ?? false;
  }
}
