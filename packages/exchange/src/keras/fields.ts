import { received } from "@convscope/core";
import { FormatError } from "@convscope/files/bytes";

export type JsonRecord = { readonly [field: string]: unknown };

export const isRecord = (value: unknown): value is JsonRecord => typeof value === "object" && value !== null && !Array.isArray(value);

/** A value from a file as a message shows it. */
export const shown = (value: unknown): string => (value === undefined ? "nothing" : received(value));

/** The options of one layer in a file, asked for by name; a wrong one is a `FormatError` that names the layer. */
export class Fields {
  readonly #values: JsonRecord;
  /** File, layer and class, for messages. */
  readonly where: string;
  /** Whether the file is of Keras 3, where some words mean something else. */
  readonly keras3: boolean;

  constructor(values: JsonRecord, where: string, keras3: boolean) {
    this.#values = values;
    this.where = where;
    this.keras3 = keras3;
  }

  get(name: string): unknown {
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
  }

  wrong(name: string, expects: string, wayOut = ""): FormatError {
    return new FormatError(`${this.where}: ${name} must be ${expects}. Received ${shown(this.get(name))}.${wayOut && ` ${wayOut}`}`);
  }

  #check<T>(name: string, usual: T | undefined, expects: string, is: (value: unknown) => value is T): T {
    const value = this.get(name) ?? usual;
    if (!is(value)) throw this.wrong(name, expects);
    return value;
  }

  whole(name: string, usual?: number): number {
    return this.#check(name, usual, "a whole number ≥ 1", (value): value is number => isWhole(value) && value >= 1);
  }

  real(name: string, usual?: number): number {
    return this.#check(name, usual, "a number", (value): value is number => typeof value === "number" && Number.isFinite(value));
  }

  flag(name: string, usual: boolean): boolean {
    return this.#check(name, usual, "true or false", (value): value is boolean => typeof value === "boolean");
  }

  text(name: string, usual?: string): string {
    return this.#check(name, usual, "text", (value): value is string => typeof value === "string");
  }

  wholes(name: string, usual?: readonly number[]): readonly number[] {
    return this.#check(name, usual, "a list of whole numbers", (value): value is readonly number[] => Array.isArray(value) && value.length <= 16 && value.every(isWhole));
  }

  /** One number, or a list of exactly `count`. */
  sizes(name: string, count: number, usual?: number): readonly number[] {
    const value = this.get(name) ?? usual;
    const list: unknown = typeof value === "number" ? new Array<number>(count).fill(value) : value;
    if (!Array.isArray(list) || list.length !== count || !list.every((n) => isWhole(n) && n >= 0)) throw this.wrong(name, count === 1 ? "a whole number" : `${count} whole numbers`);
    return list as readonly number[];
  }

  pair(name: string, usual?: number): readonly [number, number] {
    const [a = 0, b = 0] = this.sizes(name, 2, usual);
    return [a, b];
  }

  one(name: string, usual?: number): number {
    return this.sizes(name, 1, usual)[0] ?? 0;
  }

  /** Refuses an option unless it is left out, null or one of `values`. */
  only(name: string, ...values: readonly unknown[]): void {
    const value = this.get(name);
    if (value === undefined || value === null || values.some((allowed) => received(allowed) === received(value))) return;
    throw this.wrong(name, values.length > 0 ? values.map((v) => JSON.stringify(v)).join(" or ") : "left out", "Convscope has no layer that does this.");
  }

  record(name: string): JsonRecord {
    return this.#check(name, undefined, "a record", isRecord);
  }
}

const isWhole = (value: unknown): value is number => typeof value === "number" && Number.isSafeInteger(value);
