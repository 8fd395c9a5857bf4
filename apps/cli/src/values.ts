import { InvalidArgumentError } from "@commander-js/extra-typings";
import { didYouMean, type Shape } from "@convscope/core";
import { parseSchedule } from "@convscope/nn";

/** The largest size along one axis of an input: beyond it counts are no longer exact. */
export const largestSize: number = 2 ** 24;

/** `28x28x1` → [28, 28, 1]; × and , work too. */
export function shape(text: string): Shape {
  const words = text.split(/[x×,]/);
  const sizes = words.map(Number);
  if (!words.every((word, i) => /^\d+$/.test(word) && sizes[i] !== 0)) throw new InvalidArgumentError(`It must be sizes such as 28x28x1. Received "${text}".`);
  if (sizes.some((n) => n > largestSize) || !Number.isSafeInteger(sizes.reduce((a, b) => a * b, 1))) throw new InvalidArgumentError(`Every size must be at most ${largestSize}, and all values together ${Number.MAX_SAFE_INTEGER}. Received "${text}".`);
  return sizes;
}

/** A whole number from `least` up to `most`; `100k` and `2M` work too. */
export const whole = (least: number, most: number = Number.MAX_SAFE_INTEGER) => (text: string): number => {
  const match = /^(\d+(?:\.\d+)?)([kKmMgG]?)$/.exec(text);
  const value = match ? Number(match[1]) * ({ k: 1e3, m: 1e6, g: 1e9 }[(match[2] ?? "").toLowerCase()] ?? 1) : NaN;
  if (!Number.isSafeInteger(value) || value < least) throw new InvalidArgumentError(`It must be a whole number ≥ ${least}. Received "${text}".`);
  if (value > most) throw new InvalidArgumentError(`It must be at most ${most}. Received "${text}".`);
  return value;
};

/** A number greater than zero. */
export function positive(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value <= 0) throw new InvalidArgumentError(`It must be a number > 0. Received "${text}".`);
  return value;
}

/** A number of at least zero. */
export function notNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) throw new InvalidArgumentError(`It must be a number ≥ 0. Received "${text}".`);
  return value;
}

/** A number from 0 up to, but not, 1. */
export function fraction(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value < 1)) throw new InvalidArgumentError(`It must be from 0 up to, but not, 1. Received "${text}".`);
  return value;
}

/** A number above 0 and below 1. */
export function decay(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value < 1)) throw new InvalidArgumentError(`It must be above 0 and below 1. Received "${text}".`);
  return value;
}

/** `name=0.5`, as many as are given. */
export function assignment(text: string, before: { readonly [name: string]: number } = {}): { readonly [name: string]: number } {
  const [, name = "", value = ""] = /^([\w-]+)=(\S+)$/.exec(text) ?? [];
  if (name === "" || !Number.isFinite(Number(value))) throw new InvalidArgumentError(`It must be a name and a number, such as epochs=5. Received "${text}".`);
  return { ...before, [name]: Number(value) };
}

/** A number above 0 and at most 1. */
export function portion(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0 && value <= 1)) throw new InvalidArgumentError(`It must be above 0 and at most 1. Received "${text}".`);
  return value;
}

/** How much classes count: `balanced`, or numbers such as 1,2,0.5. */
export function classWeights(text: string): "balanced" | readonly number[] {
  if (text === "balanced") return text;
  const numbers = text.split(",").map((word) => (word.trim() === "" ? NaN : Number(word)));
  if (!numbers.every((n) => n >= 0 && Number.isFinite(n))) throw new InvalidArgumentError(`It must be balanced, or a number ≥ 0 for each class, such as 1,2,0.5. Received "${text}".`);
  return numbers;
}

/** A schedule in a few words. */
export function schedule(text: string): string {
  try {
    parseSchedule(text);
    return text;
  } catch (error) {
    throw new InvalidArgumentError(error instanceof RangeError ? error.message : String(error));
  }
}

/** An address on the web. */
export function address(text: string): string {
  if (!/^https?:\/\/./i.test(text)) throw new InvalidArgumentError(`It must begin with http:// or https://. Received "${text}".`);
  return text;
}

/** What a layer option holds: a number, `3x3`, a word, true or false, or JSON. */
export function layerValue(text: string): unknown {
  if (/^-?\d+(\.\d+)?(e-?\d+)?$/i.test(text)) return Number(text);
  if (/^\d+([x×,]\d+)+$/.test(text)) return text.split(/[x×,]/).map(Number);
  if (text === "true" || text === "false") return text === "true";
  if (/^[[{]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      throw new InvalidArgumentError(`"${text}" begins like JSON but is none.`);
    }
  }
  return text;
}

/** One of some words. */
export const oneOf = (words: readonly string[]) => (text: string): string => {
  if (!words.includes(text)) throw new InvalidArgumentError(`There is no "${text}".${didYouMean(text, words)} Known: ${words.join(", ")}.`);
  return text;
};

/** A file whose name ends in one of these. */
export const fileOf = (...endings: readonly string[]) => (path: string): string => {
  if (!endings.some((ending) => path.toLowerCase().endsWith(ending))) throw new InvalidArgumentError(`It must end in ${endings.join(" or ")}. Received "${path}".`);
  return path;
};

/** Some of these words, with commas between them. */
export const someOf = (words: readonly string[]) => (text: string): readonly string[] => text.split(",").map((word) => oneOf(words)(word.trim()));
