import { check } from "./options.ts";

/** Numbers with their shape, in memory order. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** Sizes of an array of `axes`; axes left out at the end are of size 1. */
export function sizesOf(figure: string, what: string, { shape, data }: NumberArray, axes: readonly string[], least: number): readonly number[] {
  const written = `[${shape.join(", ")}]`;
  const wanted = `[${axes.slice(0, least).join(", ")}]${axes.length > least ? ` or [${axes.join(", ")}]` : ""}`;
  check(shape.length >= least && shape.length <= axes.length && shape.every((size) => Number.isInteger(size) && size > 0), figure, `shape of ${what} must be ${wanted} with sizes of at least 1. Received ${written}.`);
  const count = shape.reduce((product, size) => product * size, 1);
  check(data.length === count, figure, `data of ${what} must hold as many numbers as its shape says. Received ${data.length}, and ${written} asks for ${count}.`);
  return axes.map((_, axis) => shape[axis] ?? 1);
}
