import type { Part } from "./catalogue.ts";

const words: readonly (readonly [Part, RegExp])[] = [
  ["train", /^train(ing)?$/],
  ["validation", /^(val|valid|validation|dev)$/],
  ["test", /^test(ing)?$/],
];

const partOfWord = (word: string): Part | undefined => words.find(([, pattern]) => pattern.test(word))?.[0];

/** The part that a folder's or a row's name stands for: `train`, `val2017`, `test_images`, `Validation set`. */
export function partOf(name: string): Part | undefined {
  return partOfWord(name.toLowerCase().replace(/[-_ ]?(\d{1,4}|sets?|images?|data)$/, ""));
}

/** The part that is named somewhere in a file's name: `instances_train2017.json`. */
export function partIn(name: string): Part | undefined {
  for (const word of name.toLowerCase().split(/[^a-z]+/)) {
    const part = partOfWord(word);
    if (part !== undefined) return part;
  }
  return undefined;
}
