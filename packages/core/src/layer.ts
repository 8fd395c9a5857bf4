import type { Expression } from "./expression.ts";
import type { Fields } from "./field.ts";
import type { Shape } from "./shape.ts";

/** Anything told apart by `kind`. The union of all layers is `Layer`, beside the table of their rules. */
export interface LayerRecord {
  readonly kind: string;
}

/**
 * One learned or remembered array of a layer. Names are PyTorch's (`weight`, `bias`, `running_mean`, …).
 *
 * - `shape` in memory order; kernels are `[kh, kw, in, out]`, dense weights `[in, out]`
 * - `role` says what it is for, so that an initialiser can be chosen
 * - `fans` are `[fan in, fan out]`: how many values flow into and out of one unit
 * - `torchAxes` are the axes of `shape` in the order PyTorch keeps them; left out where it is the same
 * - `torchShape` is PyTorch's shape where it runs two of our axes together, or has one more: reorder by `torchAxes`, then reshape
 * - `torchName` is empty where PyTorch keeps the array under the path of the node, without a name of its own
 * - `initial` is what it starts with, one number for all or one for each, where its role alone does not say
 */
export interface WeightSpec {
  readonly shape: Shape;
  readonly trainable: boolean;
  readonly role: "kernel" | "recurrent" | "embedding" | "bias" | "scale" | "shift" | "mean" | "variance" | "constant";
  readonly fans?: readonly [fanIn: number, fanOut: number];
  readonly torchAxes?: readonly number[];
  readonly torchShape?: Shape;
  readonly torchName?: "";
  readonly initial?: number | readonly number[];
}
export type WeightSpecs = { readonly [name: string]: WeightSpec };

/** One number with its working: `{ of: "height", expression, value: 112, source: "arXiv:1603.07285, relationship 15" }`. */
export interface Step {
  readonly of: string;
  readonly expression: Expression;
  readonly value: number;
  readonly source: string;
}

/**
 * A layer as a sliding window along one axis: output i depends on the inputs from `start + i·stride` to
 * `start + i·stride + size − 1`. `start` is minus the padding before; upsampling has a stride below 1, and then output i depends
 * on at most `size` inputs from `⌊start + i·stride⌋` on.
 */
export interface AxisWindow {
  readonly size: number;
  readonly stride: number;
  readonly start: number;
  /** The middle of what output 0 sees, where rounding down moves it from `start + (size − 1) / 2`: so much that outputs are evenly spread over their inputs. */
  readonly middle?: number;
  /** Where the kernel of each input is spread over outputs, some see fewer inputs than others: output i sees those from `⌈first + i·stride⌉` on. */
  readonly first?: number;
}

/** Where an output looks: at its own place, at everything, at no input (a learned constant), or through a window for each spatial axis. */
export type Window = "pointwise" | "global" | "none" | readonly AxisWindow[];

/** What kind of work a layer's MACs are, so that counting conventions can differ. */
export type Work = "convolution" | "dense" | "matmul" | "recurrent" | "normalization" | "pooling" | "other";

/** The same layer elsewhere, and where it is described. */
export interface LayerDoc {
  /** One plain sentence. */
  readonly summary: string;
  readonly onnx: string;
  readonly pytorch: string;
  readonly keras: string;
  /** Paper, section or equation; empty for plumbing such as `flatten`. */
  readonly source: string;
}

/** The questions every layer answers in its own file. `inputs` are the shapes that flow in, without the batch axis. */
export interface Rules<L extends LayerRecord> {
  readonly doc: LayerDoc;
  readonly fields: Fields<L>;
  /** How many inputs it takes: exactly so many, or at least so many. */
  readonly arity: number | { readonly least: number };
  readonly work: Work;
  /** Throws where options that are each allowed do not go together; asked by the factory and by whoever reads a file. */
  refuse?(layer: L): void;
  outputShape(layer: L, inputs: readonly Shape[]): Shape;
  weights(layer: L, inputs: readonly Shape[]): WeightSpecs;
  /** Multiply–accumulates for one sample. Adding a bias is not one. */
  macs(layer: L, inputs: readonly Shape[]): number;
  /** One window for each input. */
  windows(layer: L, inputs: readonly Shape[]): readonly Window[];
  /** The working behind the output shape, the parameters and the MACs. */
  derive(layer: L, inputs: readonly Shape[]): readonly Step[];
}
