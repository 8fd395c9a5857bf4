import { LayerError, type LayerRecord, type Shape } from "@convscope/core";

/** Where a layer stands: expressions of its inputs, of its module, and the shapes `[height, width, channels]` as the graph has them. */
export interface TorchPlace {
  readonly x: readonly [string, ...string[]];
  readonly self: string;
  readonly inputs: readonly [Shape, ...Shape[]];
  readonly output: Shape;
}

/**
 * A layer in PyTorch: the expression of its output, channels first, and the module that holds its weights.
 * `anyOrder` says that a row may come in as PyTorch flattens maps, since each value is treated alike or has weights of its own.
 */
export interface TorchCode {
  readonly value: string;
  readonly module?: string;
  readonly anyOrder?: true;
}

/** How a kind of layer is written in PyTorch. */
export type TorchRow<L extends LayerRecord> = (layer: L, place: TorchPlace) => TorchCode;

/** A layer that works on each value alike, written with its input's expression. */
export const elementwise =
  <L extends LayerRecord>(write: (layer: L, x: string) => string): TorchRow<L> =>
  (layer, { x: [x] }) => ({ value: write(layer, x), anyOrder: true });

/** A kind that PyTorch source cannot say, and why. */
export const unsupported =
  <L extends LayerRecord>(reason: string): TorchRow<L> =>
  ({ kind }) => {
    throw new LayerError(kind, `cannot be written in PyTorch: ${reason}`);
  };

/** `value` of an input with the channels last, and back, where there is more than one axis. */
export const lastAxis = (shape: Shape, x: string, value: (x: string) => string): string => (shape.length === 1 ? value(x) : `channels_first(${value(`channels_last(${x})`)})`);

/** The place among PyTorch's axes, batch and channels first, of an axis of the graph; negative ones from the end. */
export function torchAxis(axis: number, rank: number): number {
  const place = axis < 0 ? axis + rank : axis;
  return place === rank - 1 ? 1 : place + 2;
}
