import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";
import { choices } from "./choices.ts";
import type { Geometry } from "./geometry.ts";

/** The samples of a batch in equal groups, one product of matrices for each; the products are summed. */
export interface Groups {
  readonly count: number;
  /** Samples in each. */
  readonly size: number;
}

/** So many samples in a group that a product sums enough rows to be worth its sum. */
export function groupsOf(samples: number, places: number): Groups {
  let size = Math.min(Math.ceil(choices.rowsOfProduct / places), samples);
  while (samples % size !== 0) size++;
  return { count: samples / size, size };
}

/** dy `[N, filters, …]` as matrices `[groups of samples, groups, filters / groups, rows]`; a row is a place of a sample. */
export function matrices(to: Tape, dy: Value, { count, size }: Groups, groups: number): Value {
  const [, filters = 1, ...lengths] = to.dims(dy);
  const places = product(lengths);
  const ordered = size === 1 ? dy : to.transpose(to.reshape(dy, [count, size, filters, places]), [0, 2, 1, 3]);
  return to.reshape(ordered, [count, groups, filters / groups, size * places]);
}

/** The sum of matrices `[groups of samples, …]`. */
export const summed = (to: Tape, products: Value): Value => {
  const [count = 1, ...rest] = to.dims(products);
  return count === 1 ? to.reshape(products, rest) : to.sum(products, [0], false);
};

/** What `write` makes of x and dy, or the sum of what it makes of equal parts of the samples, such that no part gathers more than `most` numbers unless one sample does. */
export function inParts(to: Tape, x: Value, dy: Value, { x: [n = 1, channels = 1], y: [, , ...places], kernel }: Geometry, most: number, write: (x: Value, dy: Value, samples: number) => Value): Value {
  const ofSample = product(places) * product(kernel) * channels;
  let parts = 1;
  while (n % parts !== 0 || (parts < n && (ofSample * n) / parts > most)) parts++;
  if (parts === 1) return write(x, dy, n);
  const [xs, dys] = [x, dy].map((value) => to.ops("Split", [value], parts, { axis: 0 })) as [readonly Value[], readonly Value[]];
  return to.op("Sum", xs.map((some, i) => write(some, dys[i] as Value, n / parts)));
}
