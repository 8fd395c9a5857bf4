import type { Layer } from "./layers/table.ts";

/**
 * What a person writes: a layer, a named run of blocks, a list of blocks (named 0, 1, …), or one of the compositions below.
 * `graph` lowers it once into nodes.
 */
export type Block = Layer | Composition | BlockList | BlockRun;
/** Blocks one after the other, named by their place. */
export type BlockList = readonly Block[];
/** Blocks one after the other, by name; a name may hold dots. */
export interface BlockRun {
  readonly kind?: never;
  readonly [name: string]: Block | undefined;
}

export type Composition = Residual | Branches | Shared | From | Side | Heads;

/** A body with a shortcut around it. */
export interface Residual {
  readonly kind: "residual";
  readonly body: Block;
  readonly downsample?: Block;
  readonly activation?: Layer;
}

export interface ResidualOptions {
  /**
   * Projects the input where the body changes its shape, and must be given there; not used elsewhere, as in option B of
   * arXiv:1512.03385, so that one function can make all blocks of a network.
   */
  readonly downsample?: Block;
  /** Applied to the sum. */
  readonly activation?: Layer;
}

/**
 * `body(x) + x`: arXiv:1512.03385, equations 1 and 2. Where the body changes the shape, the shortcut needs a projection of its own:
 * `residual(body, { downsample: conv2d(128, 1, { strides: 2 }) })`. Where it does not, `downsample` is not used.
 */
export const residual = (body: Block, options: ResidualOptions = {}): Residual => ({ kind: "residual", body, ...options });

/** Several blocks on the same value, and the layer that joins their ends. */
export interface Branches {
  readonly kind: "branches";
  readonly branches: BlockList | BlockRun;
  readonly join: Layer;
  readonly numbered?: boolean;
}

export interface BranchesOptions {
  /** Whether the branches of a list stand at the paths 0, 1, …; else all stand at the path of the whole, as modules of PyTorch do that call their children in branches. */
  readonly numbered?: boolean;
}

/** Runs each branch on the same value and joins the ends: `branches({ a: …, b: … }, concatenate())`. An empty list is the value itself. */
export const branches = (of: BlockList | BlockRun, join: Layer, options: BranchesOptions = {}): Branches => ({ kind: "branches", branches: of, join, ...options });

/** A block that may stand in several places with the same weights. */
export interface Shared {
  readonly kind: "shared";
  readonly block: Block;
}

/** Use the returned value in several places: they have one set of weights, counted once, under the name of the first place. */
export const shared = (block: Block): Shared => ({ kind: "shared", block });

/** Goes on from a graph input or an earlier node instead of the value before. */
export interface From {
  readonly kind: "from";
  readonly name: string;
}

/** Goes on from the named graph input or earlier node: `branches([from("left"), from("right")], concatenate())`. */
export const from = (name: string): From => ({ kind: "from", name });

/** An output beside the main path. */
export interface Side {
  readonly kind: "side";
  readonly block: Block;
}

/** Runs a block on the value so far as a further output, e.g. an auxiliary head; the main path goes on with the value itself. */
export const side = (block: Block): Side => ({ kind: "side", block });

/** The end of a graph with several outputs. */
export interface Heads {
  readonly kind: "heads";
  readonly heads: BlockRun;
}

/**
 * Ends the graph in one output for each block: `heads({ class: dense(3), box: dense(4) })`. Nothing may follow.
 *
 * An output is named after the node that ends it, behind the path of `heads` itself. A single layer has the name of its head, `class`; a list or a run adds its own:
 * `{ class: [flatten(), dense(3)] }` ends in `class.1`, `{ class: { flatten: flatten(), fc: dense(3) } }` in `class.fc`.
 */
export const heads = (of: BlockRun): Heads => ({ kind: "heads", heads: of });
