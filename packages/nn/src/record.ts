import { didYouMean, nearest, received } from "@convscope/core";

/** What one field of a record may hold; `expects` completes "must be …". */
export interface Field {
  readonly expects: string;
  accepts(value: unknown): boolean;
}

/** One field for each option of a record told apart by `kind`. */
export type FieldsOf<R> = { readonly [F in Exclude<keyof R, "kind">]-?: Field };

/** The options of a record: everything but its kind, each with a default. */
export type OptionsOf<R> = Partial<Omit<R, "kind">>;

/**
 * A record with defaults filled in: the whole of most factories.
 *
 * @throws RangeError for an unknown option, or a value that its field does not accept.
 */
export function recordOf<R extends { readonly kind: string }>(defaults: R, fields: FieldsOf<R>, options: OptionsOf<R>): R {
  const { kind } = defaults;
  const checks: { readonly [name: string]: Field } = fields;
  const names = Object.keys(checks);
  for (const [name, value] of Object.entries(options)) {
    const field = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (!field) throw new RangeError(`${kind}: unknown option ${name}.${meant(name, names)} ${names.length > 0 ? `Options: ${names.join(", ")}.` : "It has no options."}`);
    if (!field.accepts(value)) throw new RangeError(`${kind}: ${name} must be ${field.expects}. Received ${shown(value)}.`);
  }
  return { ...defaults, ...options };
}

/** What other libraries call options of ours. */
const aliases: ReadonlyMap<string, readonly string[]> = new Map([
  ["lr", ["learningRate"]], ["learning_rate", ["learningRate"]], ["decay", ["weightDecay"]], ["weight_decay", ["weightDecay"]], ["l2", ["weightDecay"]],
  ["eps", ["epsilon"]], ["betas", ["beta1", "beta2"]], ["beta_1", ["beta1"]], ["beta_2", ["beta2"]], ["clipnorm", ["clipNorm"]], ["clipvalue", ["clipValue"]],
]);

/** ` It is called learningRate here.`, else the nearest that exists. */
function meant(name: string, names: readonly string[]): string {
  const ours = (aliases.get(name) ?? []).filter((own) => names.includes(own));
  return ours.length > 0 ? ` ${ours.length > 1 ? "They are" : "It is"} called ${ours.join(" and ")} here.` : didYouMean(name, names);
}

/** Factories by kind. */
export type Factories<R extends { readonly kind: string }> = { readonly [K in R["kind"]]: (options?: OptionsOf<Extract<R, { readonly kind: K }>>) => R };

/**
 * Reads a record from data of unknown origin, such as a configuration file. A text is a kind with its defaults.
 *
 * @throws RangeError naming what it stands for, the wrong kind or option, and the nearest that exists.
 */
export function parseRecord<R extends { readonly kind: string }>(what: string, factories: Factories<R>, json: unknown): R {
  const { kind, ...options } = typeof json === "string" ? { kind: json } : isObject(json) ? json : {};
  if (typeof kind !== "string") throw new RangeError(`${what}: must be a kind or a record with a kind. Received ${shown(json)}.`);
  const known = Object.keys(factories) as R["kind"][];
  const found = known.find((name) => name === kind);
  if (found === undefined) throw new RangeError(`${what}: unknown kind ${shown(kind)}.${didYouMean(kind, known)} Kinds: ${known.join(", ")}.`);
  // The factory of a kind checks every option itself.
  return (factories[found] as (options: object) => R)(options);
}

/** @throws RangeError unless a record is what one of the factories gives, which without types nothing else would say. */
export function checkRecord<R extends { readonly kind: string }>(what: string, factories: Factories<R>, record: R, usual: R["kind"]): void {
  const given: unknown = record;
  const kind = isObject(given) ? given["kind"] : typeof given === "function" ? given.name : given;
  if (isObject(given) && typeof kind === "string" && Object.hasOwn(factories, kind)) return;
  const [meant = usual] = typeof kind === "string" ? nearest(kind, Object.keys(factories)) : [];
  throw new RangeError(`${what}: must be what ${usual}() and its like give. Received ${received(given)}. Write ${what}: ${meant}().`);
}

const isObject = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === "object" && value !== null && !Array.isArray(value);

function shown(value: unknown): string {
  const text = typeof value === "number" || value === undefined ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** A number of at least `least`. */
export const atLeast = (least: number): Field => ({ expects: `a number ≥ ${least}`, accepts: (v) => isNumber(v) && v >= least });
/** A number greater than zero. */
export const positive: Field = { expects: "a number > 0", accepts: (v) => isNumber(v) && v > 0 };
/** A number from 0 up to, but not including, 1. */
export const fraction: Field = { expects: "a number from 0 to below 1", accepts: (v) => isNumber(v) && v >= 0 && v < 1 };
export const finite: Field = { expects: "a finite number", accepts: isNumber };
export const flag: Field = { expects: "true or false", accepts: (v) => typeof v === "boolean" };
export const oneOf = (...words: readonly string[]): Field => ({ expects: words.map((word) => `"${word}"`).join(" or "), accepts: (v) => words.some((word) => word === v) });
/** One number ≥ 0 for each class. */
export const perClass: Field = { expects: "a list of numbers ≥ 0, one for each class", accepts: (v) => Array.isArray(v) && v.length > 0 && v.every((x) => isNumber(x) && x >= 0) };
export const wholeNumber: Field = { expects: "a whole number", accepts: (v) => Number.isSafeInteger(v) };
/** Either what `field` accepts, or null. */
export const orNull = (field: Field): Field => ({ expects: `${field.expects}, or null`, accepts: (v) => v === null || field.accepts(v) });
