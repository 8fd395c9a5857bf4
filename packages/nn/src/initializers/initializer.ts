import type { Random } from "../random.ts";

/** What a generator has to know of an array. */
export interface ArraySpec {
  readonly shape: readonly number[];
  /** How many values flow into and out of one unit. */
  readonly fans: readonly [fanIn: number, fanOut: number];
}

/** Fills an array of `spec.shape`, in row-major order. */
export type Generator<I> = (initializer: I, spec: ArraySpec, random: Random) => Float32Array;

export const sizeOf = ({ shape }: ArraySpec): number => shape.reduce((a, b) => a * b, 1);
