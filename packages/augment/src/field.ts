import { AugmentError } from "./error.ts";
import { nearest } from "./nearest.ts";

const common: readonly string[] = ["kind", "p", "label"];

/** How one option of a record is read: from code or from JSON, so nothing is taken on trust. */
export interface Field<T> {
  /** What it must be, as the end of "must be …". */
  readonly rule: string;
  /** Taken when the option is left out; none: it must be given. */
  readonly fallback?: T;
  /** The resolved value, or `undefined` if it breaks the rule. `nested` reads a step inside this one. */
  parse(value: unknown, nested: (value: unknown) => unknown): T | undefined;
}

/** What every record has, or may have, besides its own options. */
type Common = "kind" | "p" | "label";

/** A field for every option of a record. */
export type Fields<R> = { readonly [K in Exclude<keyof R, Common>]: Field<R[K]> };

export type Range = readonly [low: number, high: number];

const isNumber = (value: unknown, min: number, max: number): value is number => typeof value === "number" && Number.isFinite(value) && value >= min && value <= max;

const span = (min: number, max: number): string =>
  min === -Infinity && max === Infinity ? "" : max === Infinity ? ` of at least ${min}` : min === -Infinity ? ` of at most ${max}` : ` from ${min} to ${max}`;

interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

const given = <T>(fallback: T | undefined): { fallback?: T } => (fallback === undefined ? {} : { fallback });

/** A number. */
export const number = ({ min = -Infinity, max = Infinity, fallback }: Bounds & { readonly fallback?: number } = {}): Field<number> => ({
  rule: `a number${span(min, max)}`,
  ...given(fallback),
  parse: (value) => (isNumber(value, min, max) ? value : undefined),
});

/** A whole number. */
export const whole = ({ min = -Infinity, max = Infinity, fallback }: Bounds & { readonly fallback?: number } = {}): Field<number> => ({
  rule: `a whole number${span(min, max)}`,
  ...given(fallback),
  parse: (value) => (isNumber(value, min, max) && Number.isInteger(value) ? value : undefined),
});

/** `[low, high]`, or one number: its distance to either side of `around` (1 for factors, 0 for shifts). */
export const range = ({ min = -Infinity, max = Infinity, around = 0, fallback }: Bounds & { readonly around?: number; readonly fallback?: Range } = {}): Field<Range> => ({
  rule: `[low, high]${span(min, max)}, or one number: how far from ${around}`,
  ...given(fallback),
  parse(value) {
    if (isNumber(value, 0, Math.max(max - around, around - min))) return [Math.max(min, around - value), Math.min(max, around + value)];
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const [low, high] = value as unknown[];
    return isNumber(low, min, max) && isNumber(high, min, max) && low <= high ? [low, high] : undefined;
  },
});

/** `[low, high]`, or one number for both. */
export const interval = ({ min = -Infinity, max = Infinity, fallback }: Bounds & { readonly fallback?: Range } = {}): Field<Range> => ({
  rule: `[low, high]${span(min, max)}, or one number for both`,
  ...given(fallback),
  parse(value) {
    const [low, high, ...rest]: unknown[] = Array.isArray(value) ? value : [value, value];
    return rest.length === 0 && isNumber(low, min, max) && isNumber(high, min, max) && low <= high ? [low, high] : undefined;
  },
});

/** Two whole numbers, from and to, or one for both. */
export const counts = (bounds: { readonly min: number; readonly max: number; readonly fallback?: Range }): Field<Range> => {
  const { rule, parse, ...rest } = interval(bounds);
  return { ...rest, rule: `a whole number${span(bounds.min, bounds.max)}, or [least, most]`, parse: (value, nested) => (parse(value, nested)?.every(Number.isInteger) === true ? parse(value, nested) : undefined) };
};

/** `[height, width]`, or one number for both. */
export const size = ({ min = 1, max = 65_536, fallback }: Bounds & { readonly fallback?: readonly [number, number] } = {}): Field<readonly [height: number, width: number]> => ({
  rule: `[height, width] in pixels${span(min, max)}, or one number for both`,
  ...given(fallback),
  parse(value) {
    const pair: unknown[] = Array.isArray(value) ? value : [value, value];
    return pair.length === 2 && pair.every((n) => isNumber(n, min, max) && Number.isInteger(n)) ? [pair[0] as number, pair[1] as number] : undefined;
  },
});

/** So many numbers, or any number of them. */
export const numbers = ({ min = -Infinity, max = Infinity, length, fallback }: Bounds & { readonly length?: number; readonly fallback?: readonly number[] } = {}): Field<readonly number[]> => ({
  rule: `a list of ${length === undefined ? "" : `${length} `}numbers${span(min, max)}`,
  ...given(fallback),
  parse: (value) => (Array.isArray(value) && value.length >= 1 && value.length <= 65_536 && (length === undefined || value.length === length) && value.every((n) => isNumber(n, min, max)) ? (value as number[]).slice() : undefined),
});

/** One of some words. */
export const choice = <T extends string>(words: readonly T[], fallback?: T): Field<T> => ({
  rule: `one of ${words.map((word) => `"${word}"`).join(", ")}`,
  ...given(fallback),
  parse: (value) => words.find((word) => word === value),
});

/** Yes or no. */
export const flag = (fallback?: boolean): Field<boolean> => ({ rule: "true or false", ...given(fallback), parse: (value) => (typeof value === "boolean" ? value : undefined) });

/** A level of 0 … 255 for every channel, or one for all. */
export const levels = (fallback: number): Field<readonly number[]> => ({
  rule: "a level from 0 to 255, or a list of one for each channel",
  fallback: [fallback],
  parse(value) {
    const list: unknown[] = Array.isArray(value) ? value : [value];
    return list.length >= 1 && list.length <= 1_024 && list.every((n) => isNumber(n, 0, 255)) ? (list as number[]).slice() : undefined;
  },
});

/**
 * Reads a record's options: refuses what is not known, fills in what is left out.
 *
 * @throws AugmentError naming the option, its rule and what was received.
 */
export function readRecord<R>(where: string, fields: Fields<R>, given: object, nested: (value: unknown) => unknown = (value) => value): Omit<R, Common> {
  const known = Object.keys(fields);
  for (const name of Object.keys(given)) {
    if (common.includes(name) || known.includes(name)) continue;
    throw new AugmentError(`${where}: there is no option ${shown(name)}.${nearest(name, known)} Options: ${known.length === 0 ? "none" : known.join(", ")}.`);
  }
  const read = (Object.entries(fields) as [string, Field<unknown>][]).map(([name, field]) => {
    const value = (given as Record<string, unknown>)[name];
    const parsed = value === undefined ? field.fallback : field.parse(value, nested);
    if (parsed === undefined) throw new AugmentError(`${where}: ${name} must be ${field.rule}. Received ${value === undefined ? "none" : shown(value)}.`);
    return [name, parsed] as const;
  });
  return Object.fromEntries(read) as Omit<R, Common>;
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  const json = jsonOf(value) ?? String(value);
  return json.length > 80 ? `${json.slice(0, 77)}…` : json;
}

/** What cannot be written, such as a million brackets, must not hide the message it stands in. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return "a value that cannot be shown";
  }
}
