import type { Block, Graph, Shape } from "@convscope/core";
import { graph } from "@convscope/core";

/** A model as its paper's table gives it. `params` and `macs` are of the default input and classes, by torchvision's convention; a test computes both again. */
export interface ModelRow {
  readonly name: string;
  readonly title: string;
  readonly family: string;
  readonly year: number;
  /** Where it is described. */
  readonly paper: string;
  /** The default input `[height, width, channels]`. */
  readonly input: Shape;
  readonly classes: number;
  readonly params: number;
  readonly macs: number;
  /** What differs from the source, if anything does. */
  readonly note?: string;
  readonly block: (options: Required<ModelOptions>) => Block;
}

export interface ModelOptions {
  /** Outputs of the last layer. */
  readonly classes?: number;
  /** `[height, width, channels]` of a picture. */
  readonly inputShape?: Shape;
}

/** The graph of a row. */
export function build(row: ModelRow, options: ModelOptions = {}): Graph {
  const { classes = row.classes, inputShape = row.input } = options;
  return graph(row.name, inputShape, row.block({ classes, inputShape }));
}
