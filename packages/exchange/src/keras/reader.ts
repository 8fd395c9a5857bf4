import type { Layer, Shape } from "@convscope/core";
import { FormatError, type Arrays, type NdArray } from "@convscope/files/bytes";
import type { Fields } from "./fields.ts";

/** A Keras layer as layers of ours: the first has its name and its weights, the others follow it. */
export interface Read {
  readonly layers: readonly [Layer, ...Layer[]];
  /** Our weights from Keras's, which come in the order in which Keras keeps them. */
  readonly weights?: (arrays: readonly NdArray[], where: string) => Arrays;
  /** Which of Keras's inputs each of ours is, where the order differs. */
  readonly order?: readonly number[];
  /** Where Keras 3 keeps them below the layer's own place, if not there. */
  readonly stored?: readonly string[];
}

/** How a class of Keras layers is read. `inputs` are without the batch. */
export type KerasReader = (fields: Fields, inputs: readonly Shape[]) => Read;

export type Readers = { readonly [className: string]: KerasReader };

/** Weights that only have another name with us. */
export const renamed =
  (...names: readonly (string | false)[]) =>
  (arrays: readonly NdArray[], where: string): Arrays => {
    const wanted = names.filter((name) => name !== false);
    counted(arrays, wanted.length, where);
    return Object.fromEntries(wanted.map((name, i) => [name, arrays[i] as NdArray]));
  };

export function counted(arrays: readonly NdArray[], count: number, where: string): void {
  if (arrays.length !== count) throw new FormatError(`${where}: must have ${count} arrays of weights. Received ${arrays.length}${arrays.length > 0 ? `: ${arrays.map(({ shape }) => shape.join("×") || "a scalar").join(", ")}` : ""}.`);
}

/** A layer without weights. */
export const alone = (layer: Layer): Read => ({ layers: [layer] });
