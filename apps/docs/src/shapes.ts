import { didYouMean, type Shape } from "@convscope/core";

/** `28x28x1`, also with × or commas, as a shape. @throws RangeError with the way out. */
function shapeOf(text: string): Shape {
  const words = text.trim().split(/\s*[x×,]\s*/);
  const sizes = words.map(Number);
  if (!words.every((word, i) => /^\d+$/.test(word) && sizes[i] !== 0)) throw new RangeError(`The input must be sizes such as 28x28x1: height, width and channels. Received "${text}".`);
  if (sizes.length > 8 || !Number.isSafeInteger(sizes.reduce((a, b) => a * b, 1))) throw new RangeError(`The input is too large to be counted exactly: ${text}.`);
  return sizes;
}

/** Several shapes, apart by spaces. */
export const shapesOf = (text: string): readonly Shape[] => text.trim().split(/\s+/).map(shapeOf);

/** One of `known`, or an error with the nearest. */
export function oneOf<T extends string>(what: string, word: string, known: readonly T[]): T {
  const found = known.find((one) => one === word);
  if (found === undefined) throw new RangeError(`There is no ${what} "${word}".${didYouMean(word, known)}`);
  return found;
}
