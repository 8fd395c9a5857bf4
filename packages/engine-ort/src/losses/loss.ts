import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Loss, Reduction } from "@convscope/nn";
import type { Tape } from "../graph/tape.ts";

/** A loss written down: one number, and its derivative with respect to the output, in the output's shape. */
export interface WrittenLoss {
  readonly value: Value;
  /** Written only when it is asked for. */
  derivative(): Value;
}

/**
 * Writes a loss of an output `[N, …]`; the target is labels (64-bit whole numbers, without the last axis) or values in the output's shape.
 * With `factors` `[N]` it is the sum over samples, in place of what its reduction says, of each sample's own sum times its factor.
 */
export type EmitLoss<L extends Loss> = (loss: L, output: Value, target: Value, to: Tape, factors?: Value) => WrittenLoss;

/** Σ over all places. */
export const total = (to: Tape, x: Value): Value => to.sum(x, to.dims(x).map((_, axis) => axis), false);

/** What belongs to each sample, its values or places one after another, times its factor. */
export function weighed(to: Tape, x: Value, factors: Value): Value {
  const [samples = 1] = to.dims(factors);
  return to.reshape(to.mul(to.reshape(x, [samples, -1]), to.reshape(factors, [samples, 1])), to.dims(x));
}

/** Σ or mean over all of them, of a value and its derivative. */
export function reduced(to: Tape, reduction: Reduction, values: Value, derivative: () => Value, factors?: Value): WrittenLoss {
  if (factors) return { value: total(to, weighed(to, values, factors)), derivative: () => weighed(to, derivative(), factors) };
  const by = reduction === "sum" ? 1 : product(to.dims(values));
  return { value: to.times(total(to, values), 1 / by), derivative: () => to.times(derivative(), 1 / by) };
}

/** `[…, classes]` as a matrix of one row for each place. */
export const matrix = (to: Tape, x: Value): Value => to.reshape(x, [-1, to.dims(x).at(-1) ?? 1]);

/** Labels as rows of zeros with a one: `[places, classes]`. A label that is no class gives zeros. */
export const oneHotRows = (to: Tape, labels: Value, classes: number): Value =>
  to.mask("Equal", to.reshape(labels, [-1, 1]), to.reshape(to.wholes(Array.from({ length: classes }, (_, i) => i)), [1, classes]));

/** A number for each class, constant: `[classes]`. */
export const perClass = (to: Tape, numbers: readonly number[]): Value => to.floats([numbers.length], () => Float32Array.from(numbers));
