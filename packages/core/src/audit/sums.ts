import { product, type Shape } from "../shape.ts";
import type { Explanation } from "./diagnose.ts";
import { inPrint } from "./misprint.ts";
import { slip } from "./mistake.ts";

/** A row of a sum. */
export interface Addend {
  readonly name: string;
  /** As claimed. */
  readonly params: number;
  readonly truth: number;
  /** The number of values in its output. */
  readonly size: number;
}

/** How a wrong total can have come about. */
export function totalSlips(claimed: number, truth: number, rows: readonly Addend[]): readonly Explanation<number>[] {
  const claims = rows.reduce((sum, { params }) => sum + params, 0);
  const own = claims === truth ? [] : [slip("sumOfClaims", claims)];
  if (claimed === claims && claimed !== truth) return [own];
  const found: Explanation<number>[] = [];
  for (const { name, params, truth: right } of rows) {
    if (params > 0 && claims - params === claimed) found.push([...own, slip("rowLeftOut", claimed, name)]);
    if (params > 0 && claims + params === claimed) found.push([...own, slip("rowTwice", claimed, name)]);
    if (claims !== truth && right > 0 && truth - right === claimed) found.push([slip("rowLeftOut", claimed, name)]);
  }
  if (rows.reduce((sum, { size }) => sum + size, 0) === claimed) found.push([slip("activationsSummed", claimed)]);
  for (const sum of new Set([truth, claims])) {
    const printed = inPrint(sum, claimed);
    if (printed) found.push([...(sum === truth ? [] : own), slip(printed, claimed)]);
  }
  return found;
}

/** How a wrong number of activations can have come about. */
export function sizeSlips(claimed: number, shape: Shape, input: Shape): readonly Explanation<number>[] {
  const truth = product(shape);
  const found: Explanation<number>[] = [];
  if (shape.length > 1 && product(shape.slice(0, -1)) === claimed) found.push([slip("channelsForgotten", claimed)]);
  if (product(input) === claimed) found.push([slip("inputCounted", claimed)]);
  const printed = inPrint(truth, claimed);
  if (printed) found.push([slip(printed, claimed)]);
  return found;
}
