import type { SentenceSplit } from "@convscope/datasets";
import type { NdArray } from "@convscope/nn";

/** Word 0 fills sentences up. */
const padding = 0;

/**
 * How often each run of `length` words of the training sentences is in each sentence: a bag of words, or of pairs of words, whose order
 * among each other is lost. Runs that only other sentences have are not counted.
 *
 * @returns for each of the splits `[sentences, runs]`
 */
export function wordCounts(train: SentenceSplit, splits: readonly SentenceSplit[], length: number): readonly NdArray[] {
  const places = new Map<string, number>();
  for (const run of runsOf(train, length).flat()) if (!places.has(run)) places.set(run, places.size);
  return splits.map((split) => {
    const data = new Float32Array(split.labels.length * places.size);
    for (const [row, runs] of runsOf(split, length).entries())
      for (const run of runs) {
        const place = places.get(run);
        if (place !== undefined) data[row * places.size + place] = (data[row * places.size + place] ?? 0) + 1;
      }
    return { shape: [split.labels.length, places.size], data };
  });
}

function runsOf({ shape: [sentences, length], tokens }: SentenceSplit, run: number): readonly (readonly string[])[] {
  return Array.from({ length: sentences }, (_, row) => {
    const words = Array.from(tokens.subarray(row * length, (row + 1) * length)).filter((word) => word !== padding);
    return words.slice(run - 1).map((__, i) => words.slice(i, i + run).join(" "));
  });
}
