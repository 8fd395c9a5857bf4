import { checkOptions } from "@convscope/files/bytes";

/** The place of the word that fills sentences up. */
export const padding = 0;
/** The place of the word that stands for all unknown ones. */
const unknown = 1;

export interface VocabularyOptions {
  /** How often a word must occur to be known; 1 unless given. */
  readonly minCount?: number;
  /** The most words, `<pad>` and `<unk>` among them; the most frequent are kept. All unless given. */
  readonly maxSize?: number;
}

/**
 * The words of sentences, the most frequent first, those that occur as often in alphabetical order (of code units). `<pad>` is word 0, `<unk>` word 1.
 * Build it from the training sentences alone.
 */
export function buildVocabulary(sentences: Iterable<readonly string[]>, options: VocabularyOptions = {}): string[] {
  checkOptions("buildVocabulary", options, ["minCount", "maxSize"]);
  const { minCount = 1, maxSize = Infinity } = options;
  if (!(minCount >= 1) || !(maxSize >= 2)) throw new RangeError(`buildVocabulary: minCount must be at least 1 and maxSize at least 2. Received ${minCount} and ${maxSize}.`);
  const counts = new Map<string, number>();
  for (const sentence of sentences) for (const word of sentence) counts.set(word, (counts.get(word) ?? 0) + 1);
  const known = [...counts].filter(([, count]) => count >= minCount).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return ["<pad>", "<unk>", ...known.slice(0, maxSize - 2).map(([word]) => word)];
}

/** The place of each word in a vocabulary. */
export function placesOf(vocabulary: readonly string[]): ReadonlyMap<string, number> {
  return new Map(vocabulary.map((word, place) => [word, place]));
}

export interface EncodeOptions {
  /** Words of each row; longer sentences lose their end. */
  readonly length: number;
  /** Words of padding before each sentence, and at least as many after it, so that a window of up to `margin + 1` words sees the first word at every place. 0 unless given. */
  readonly margin?: number;
}

/** Sentences as places in a vocabulary, `[sentences, length]`, row-major, filled up with 0. */
export function encodeSentences(sentences: readonly (readonly string[])[], vocabulary: readonly string[], options: EncodeOptions): Int32Array {
  checkOptions("encodeSentences", options, ["length", "margin"]);
  const { length, margin = 0 } = options;
  if (!Number.isInteger(length) || !Number.isInteger(margin) || margin < 0 || length < 1 + 2 * margin || length > 100_000) {
    throw new RangeError(`encodeSentences: length must be a whole number of words, at least one more than the margins on both sides, and at most 100000. Received ${length}, with margins of ${margin}.`);
  }
  const places = placesOf(vocabulary);
  const rows = new Int32Array(sentences.length * length);
  for (const [i, sentence] of sentences.entries()) {
    for (const [at, word] of sentence.slice(0, length - 2 * margin).entries()) rows[i * length + margin + at] = places.get(word) ?? unknown;
  }
  return rows;
}

/** The words of one row, without the padding. */
export function decodeSentence(row: ArrayLike<number>, vocabulary: readonly string[]): string[] {
  return Array.from(row).filter((place) => place !== padding).map((place) => vocabulary[place] ?? "<unk>");
}
