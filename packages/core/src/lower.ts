import type { Block, BlockRun, Branches, Composition, Heads, Residual, Shared } from "./block.ts";
import { GraphError } from "./errors.ts";
import { received } from "./field.ts";
import { inferShapes, inputShapes, place, type Graph, type Node } from "./graph.ts";
import { kinds, rules, weights, type Layer } from "./layers/table.ts";
import { formatShape, inputShape, isSequence, sameShape, tooLarge, type InputSpec } from "./shape.ts";
import { didYouMean } from "./suggest.ts";

/** One input, named `input`, or several by name. */
export type GraphInput = InputSpec | ({ readonly [name: string]: InputSpec } & { readonly kind?: never });

const isOne = (input: GraphInput): input is InputSpec => Array.isArray(input) || typeof input !== "object" || "kind" in input;

/** Refuses sizes that no sample can have: from them every other number would be wrong. */
function checkInputs(graph: string, inputs: Graph["inputs"]): void {
  for (const [name, input] of Object.entries(inputs)) {
    const sizes: readonly unknown[] = typeof input === "object" && isSequence(input) ? [input.length, input.vocabulary] : Array.isArray(input) ? input : [];
    if (sizes.length === 0 || !sizes.every((size) => typeof size === "number" && Number.isSafeInteger(size) && size >= 1))
      throw new GraphError(`${graph}: ${name} must be [height, width, channels], another list of whole sizes of at least 1, or sequence(length, vocabulary). Received ${received(input)}.`);
    const rule = tooLarge(inputShape(input));
    if (rule !== undefined) throw new GraphError(`${graph}: ${name}: ${rule}`);
  }
}

/**
 * Builds a graph: names every layer of `block` by its path, wires it, and infers all shapes on the way.
 *
 * ```ts
 * graph("tiny", [28, 28, 1], { conv1: conv2d(8, 3), relu1: relu(), flatten: flatten(), fc: dense(10) })
 * ```
 * The first input starts the main path; `from(name)` goes on from another. Outputs are the end of the main path, then the ends of `side` blocks.
 *
 * @throws LayerError naming the node whose rule is broken, GraphError where names or wiring are wrong.
 */
export function graph(name: string, input: GraphInput, block: Block): Graph {
  const inputs = isOne(input) ? { input } : input;
  checkInputs(name, inputs);
  const lowering = new Lowering(inputs);
  const [start] = Object.keys(inputs);
  if (start === undefined) throw new GraphError(`${name}: a graph must have an input. Received none.`);
  const end = lowering.visit(block, "", start);
  if (lowering.nodes.length === 0) throw new GraphError(`${name}: a graph must have a layer. Received an empty block.`);
  return { name, inputs, outputs: [...(lowering.ended ?? [end]), ...lowering.sides], nodes: lowering.nodes };
}

/** One lowering of a block to nodes; it lives as long as one call of `graph`. */
class Lowering {
  readonly nodes: Node[] = [];
  readonly sides: string[] = [];
  /** The outputs, once `heads` has ended the graph. */
  ended: readonly string[] | undefined;
  readonly #shapes: ReturnType<typeof mutableShapes>;
  /** For each shared block, the path of its first use. */
  readonly #firstUse = new Map<Shared, string>();
  /** While a shared block is used again: the path now, and the path whose weights it has. */
  #again: { readonly path: string; readonly first: string } | undefined;

  constructor(inputs: Graph["inputs"]) {
    this.#shapes = mutableShapes(inputs);
  }

  /** Adds the nodes of `block` after the value `x`; returns the name of the value at its end. */
  visit(block: Block, path: string, x: string): string {
    this.#refuseEnded(path);
    if (typeof block !== "object" || block === null) throw new GraphError(`${path || "graph"}: a block must be a layer, a run { … } or a list of blocks. Received ${received(block)}.`);
    if (isList(block)) return block.reduce<string>((value, child, i) => this.visit(child, join(path, String(i)), value), x);
    if (isRun(block)) return entries(block).reduce((value, [name, child]) => this.visit(child, join(path, name), value), x);
    return isComposition(block) ? this.#compose(block, path, x) : this.#add(path || block.kind, block, x);
  }

  #compose(block: Composition, path: string, x: string): string {
    switch (block.kind) {
      case "residual": return this.#residual(block, path, x);
      case "branches": return this.#branches(block, path, x);
      case "shared": return this.#shared(block, path, x);
      case "heads": return this.#heads(block, path, x);
      case "side": this.sides.push(this.visit(block.block, path, x)); return x;
      case "from":
        if (!this.#shapes.has(block.name)) throw new GraphError(`${path || "graph"}: from must name a graph input or an earlier node. Received "${block.name}".${didYouMean(block.name, this.#shapes.keys())}`);
        return block.name;
    }
  }

  #residual({ body, downsample, activation }: Residual, path: string, x: string): string {
    const y = this.visit(body, path, x);
    const [before, after] = [this.#shape(x), this.#shape(y)];
    const same = sameShape(before, after);
    if (!same && downsample === undefined)
      throw new GraphError(`${path || "graph"}: residual must have a downsample where its body changes the shape. Received ${formatShape(before)} before the body and ${formatShape(after)} after it. ${projection(before, after)}`);
    const shortcut = same || downsample === undefined ? x : this.visit(downsample, join(path, "downsample"), x);
    const sum = this.#add(join(path, "add"), { kind: "add" }, y, shortcut);
    return activation ? this.#add(join(path, activation.kind), activation, sum) : sum;
  }

  #branches({ branches, join: joining, numbered = true }: Branches, path: string, x: string): string {
    const parts: readonly (readonly [string, Block])[] = isList(branches) ? branches.map((b, i) => [numbered ? String(i) : "", b] as const) : entries(branches);
    const ends = parts.map(([name, branch]) => this.visit(branch, join(path, name), x));
    return this.#add(join(path, joining.kind), joining, ...ends);
  }

  #heads({ heads }: Heads, path: string, x: string): string {
    const ends = entries(heads).map(([name, head]) => this.visit(head, join(path, name), x));
    if (ends.length === 0) throw new GraphError(`${path || "graph"}: heads must name at least one output. Received none.`);
    this.ended = ends;
    return ends[0] ?? x;
  }

  #shared(block: Shared, path: string, x: string): string {
    const first = this.#firstUse.get(block);
    if (first === undefined) {
      this.#firstUse.set(block, path);
      return this.visit(block.block, path, x);
    }
    const outer = this.#again;
    this.#again = { path, first };
    const end = this.visit(block.block, path, x);
    this.#again = outer;
    return end;
  }

  #add(name: string, layer: Layer, ...inputs: string[]): string {
    this.#refuseEnded(name);
    if (!Object.hasOwn(rules, layer.kind)) throw new GraphError(`${name}: a layer must have a known kind. Received ${received(layer.kind)}.${didYouMean(String(layer.kind), kinds)}`);
    const again = this.#again;
    const weightsOf = again && join(again.first, within(again.path, name));
    const owner = weightsOf === undefined ? undefined : this.nodes.find((node) => node.name === weightsOf);
    const node: Node = { name, layer, inputs };
    place(node, this.#shapes);
    this.nodes.push(owner && this.#sharesWeights(node, owner) ? { ...node, weightsOf: owner.weightsOf ?? owner.name } : node);
    return name;
  }

  #refuseEnded(path: string): void {
    if (this.ended) throw new GraphError(`${path || "graph"}: nothing may follow heads. Received another block after ${this.ended.join(", ")}.`);
  }

  /** Whether a second use has weights to share; refuses one whose input would give them another shape. */
  #sharesWeights(node: Node, owner: Node): boolean {
    const [mine, theirs] = [node, owner].map((n) => Object.entries(weights(n.layer, inputShapes(n, this.#shapes))).map(([name, { shape }]) => `${name} ${formatShape(shape)}`).join(", "));
    if (mine !== theirs) throw new GraphError(`${node.name}: shared weights must have one shape. Received ${mine} here and ${theirs} at ${owner.name}. Give both places inputs of the same channels.`);
    return mine !== "";
  }

  #shape(name: string): readonly number[] {
    return this.#shapes.get(name) ?? [];
  }
}

/** The 1×1 convolution that leads from one shape of maps to another, as a way out. */
function projection(before: readonly number[], after: readonly number[]): string {
  const strides = [0, 1].map((axis) => Math.round((before[axis] ?? 0) / (after[axis] ?? 1)));
  const [down = 0, across = 0] = strides;
  const fits = before.length === 3 && after.length === 3 && strides.every((s, axis) => s >= 1 && Math.ceil((before[axis] ?? 0) / s) === after[axis]);
  const options = down === 1 && across === 1 ? "" : `, { strides: ${down === across ? down : `[${down}, ${across}]`} }`;
  return fits ? `Give { downsample: conv2d(${after[2]}, 1${options}) }, or keep the shape with padding and as many filters.` : "Give { downsample: … } with a block that makes the one of the other, or keep the shape in the body.";
}

const mutableShapes = (inputs: Graph["inputs"]): Map<string, readonly number[]> => new Map(inferShapes({ inputs, nodes: [] }));
/** An empty name adds nothing: its block stands at the path itself. */
const join = (path: string, name: string): string => (path && name ? `${path}.${name}` : path || name);
/** What `join` put behind a path. */
const within = (path: string, name: string): string => (path === "" ? name : name.slice(path.length + 1));
const isList = (block: Block | BlockRun): block is readonly Block[] => Array.isArray(block);
const isRun = (block: Exclude<Block, readonly Block[]>): block is BlockRun => block.kind === undefined;
const entries = (run: BlockRun): [string, Block][] => Object.entries(run).filter((entry): entry is [string, Block] => entry[1] !== undefined);
const compositions: { readonly [K in Composition["kind"]]: true } = { residual: true, branches: true, shared: true, from: true, side: true, heads: true };
const isComposition = (block: Layer | Composition): block is Composition => Object.hasOwn(compositions, block.kind);
