import { AugmentError } from "./error.ts";
import { readRecord, shown } from "./field.ts";
import type { Chance, StepRow } from "./stepRow.ts";

/** What a factory does: checks the options and fills in the rest. */
export function make<S extends Chance & { readonly kind: string }>(kind: S["kind"], row: Pick<StepRow<S>, "fields" | "chance">, options: object): S {
  const { p = row.chance ?? 1 } = options as { p?: unknown };
  if (typeof p !== "number" || !(p >= 0 && p <= 1)) throw new AugmentError(`${kind}: p must be a number from 0 to 1. Received ${shown(p)}.`);
  // The row's fields are those of S, so what is read is all of S but its kind and chance.
  return { kind, p, ...readRecord<S>(kind, row.fields, options) } as Chance & { readonly kind: string } as S;
}
