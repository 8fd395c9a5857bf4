import { didYouMean } from "./suggest.ts";
import { LayerError } from "./errors.ts";
import type { LayerRecord, Rules } from "./layer.ts";

/** What one option of a layer may hold; `expects` completes "must be …". */
export interface Field<T> {
  readonly expects: string;
  accepts(value: unknown): value is T;
}

/** One field for each option of a layer. */
export type Fields<L extends LayerRecord> = { readonly [F in Exclude<keyof L, "kind">]-?: Field<L[F]> };

const field = <T>(expects: string, accepts: (value: unknown) => boolean): Field<T> => ({
  expects,
  accepts: (value): value is T => accepts(value),
});

const isWhole = (value: unknown, least: number): boolean => Number.isSafeInteger(value) && (value as number) >= least;

/** A whole number of at least `least`. */
export const whole = (least: number): Field<number> => field(`a whole number ≥ ${least}`, (v) => isWhole(v, least));
export const real = (least: number = -Infinity, most: number = Infinity): Field<number> =>
  field(
    least === -Infinity && most === Infinity ? "a finite number" : `a number from ${least} to ${most}`,
    (v) => typeof v === "number" && Number.isFinite(v) && v >= least && v <= most,
  );
export const flag: Field<boolean> = field("true or false", (v) => typeof v === "boolean");
export const text: Field<string> = field("text", (v) => typeof v === "string");
export const oneOf = <const T extends string>(...words: readonly T[]): Field<T> =>
  field(words.map((w) => `"${w}"`).join(" or "), (v) => words.some((w) => w === v));
export const pairOf = <T>(of: Field<T>): Field<readonly [T, T]> =>
  field(`two values, each ${of.expects}`, (v) => Array.isArray(v) && v.length === 2 && v.every((x) => of.accepts(x)));
export const listOf = <T>(of: Field<T>, least: number = 0): Field<readonly T[]> =>
  field(`a list${least > 0 ? ` of at least ${least}` : ""}, each ${of.expects}`, (v) => Array.isArray(v) && v.length >= least && v.every((x) => of.accepts(x)));
export const either = <A, B>(a: Field<A>, b: Field<B>): Field<A | B> => field(`${a.expects}, or ${b.expects}`, (v) => a.accepts(v) || b.accepts(v));

/** The nearest of the words that a field expects, for a word that is none of them. */
const meant = (value: unknown, expects: string): string => (typeof value === "string" ? didYouMean(value, Array.from(expects.matchAll(/"([^"]+)"/g), ([, word = ""]) => word)) : "");

/** Checks every field of a record and returns it: the last line of a layer's factory. */
export function checked<L extends LayerRecord>(fields: Fields<L>, layer: L): L {
  for (const name of Object.keys(fields) as (keyof typeof fields & string)[]) {
    const value: unknown = layer[name];
    // Here and in `known` the message is written only where it is needed: it took most of the time that a deep net needs to be built.
    if (!fields[name].accepts(value)) throw new LayerError(layer.kind, `${name} must be ${fields[name].expects}. Received ${received(value)}.${meant(value, fields[name].expects)}`);
  }
  return layer;
}

/** Checks every field of a record, and what its rules refuse of them together; the last line of a factory whose rules have `refuse`. */
export function allowed<L extends LayerRecord>(rules: Pick<Rules<L>, "fields" | "refuse">, layer: L): L {
  checked(rules.fields, layer);
  rules.refuse?.(layer);
  return layer;
}

/** Refuses options that the factory does not know: a misspelt option must not be silently ignored. */
export function known(kind: string, options: object, ...names: readonly string[]): void {
  for (const name of Object.keys(options))
    if (!names.includes(name)) throw new LayerError(kind, `unknown option ${name}.${name === "activation" ? " Activations are layers of their own, after it: relu()." : didYouMean(name, names)} Options: ${names.join(", ")}.`);
}

/** A value as an error message shows it. */
export function received(value: unknown): string {
  if (typeof value === "function") return "a function";
  if (value instanceof Promise) return "a promise: await it";
  const shown = typeof value === "object" ? json(value) : typeof value === "string" ? JSON.stringify(value) : String(value);
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
}

/** What cannot be written, such as a cycle or a million brackets, must not hide the message it stands in. */
function json(value: object | null): string {
  try {
    // The numbers of an array can be millions.
    return JSON.stringify(value, (_, part: unknown) => (ArrayBuffer.isView(part) ? part.constructor.name : part));
  } catch {
    return "a value that cannot be shown";
  }
}
