import type { SentenceSplit } from "@convscope/datasets";
import { randomOf, type NdArray } from "@convscope/nn";

/** Words so many places apart are company. */
const window = 2;
/** Words of a vocabulary that stand for none: what fills sentences up, and what is not known. */
const none = 2;
/** The uniform distribution from −¼ to ¼, from which words are drawn that have no vector, has this variance; those made here get it too. */
const variance = 0.25 ** 2 / 3;

/**
 * A vector for each word from the company that it keeps in the training sentences, whose labels are not looked at: positive pointwise mutual
 * information of words that stand up to two places apart, taken apart into singular vectors, each by the root of its value (Levy & Goldberg 2014, "Neural word
 * embedding as implicit matrix factorization", sections 3 and 4.2). These take the place of vectors learned from a large text, and are
 * no match for such: a few thousand sentences say little.
 *
 * @param words how many the vocabulary has
 * @param units numbers of a vector: the greatest singular values; where the vocabulary is smaller the last are 0
 * @returns `[words, units]`
 */
export function corpusVectors(sentences: SentenceSplit, words: number, { units, seed }: { readonly units: number; readonly seed: number }): NdArray {
  const information = positiveInformation(togetherCounts(sentences, words));
  const axes = greatestAxes(information, Math.min(units, words - none), seed);
  const data = new Float32Array(words * units);
  for (const [place, axis] of axes.entries()) {
    // Symmetric: the length of the image is the singular value.
    const value = Math.hypot(...image(information, axis));
    axis.forEach((part, word) => { data[word * units + place] = part * Math.sqrt(value); });
  }
  const squares = data.reduce((sum, part) => sum + part * part, 0);
  const factor = squares > 0 ? Math.sqrt((variance * (words - none) * units) / squares) : 0;
  return { shape: [words, units], data: data.map((part) => part * factor) };
}

type Matrix = readonly Float64Array[];

/** How often two words stand near each other, `[words, words]`. */
function togetherCounts({ shape: [sentences, length], tokens }: SentenceSplit, words: number): Matrix {
  const counts = Array.from({ length: words }, () => new Float64Array(words));
  for (let row = 0; row < sentences; row++)
    for (let at = 0; at < length; at++)
      for (let near = Math.max(0, at - window); near <= Math.min(length - 1, at + window); near++) {
        const [word = 0, other = 0] = [tokens[row * length + at], tokens[row * length + near]];
        const own = counts[word];
        if (near !== at && word >= none && other >= none && own) own[other] = (own[other] ?? 0) + 1;
      }
  return counts;
}

/** max(0, log(n(a, b) · n / (n(a) · n(b)))): how much oftener words are together than by chance. */
function positiveInformation(counts: Matrix): Matrix {
  const sums = counts.map((row) => row.reduce((a, b) => a + b, 0));
  const all = sums.reduce((a, b) => a + b, 0);
  return counts.map((row, a) => row.map((count, b) => (count === 0 ? 0 : Math.max(0, Math.log((count * all) / ((sums[a] ?? 0) * (sums[b] ?? 0)))))));
}

/** Unit vectors along the greatest singular values of a symmetric matrix, by orthogonal iteration (Golub & Van Loan, algorithm 8.2.8). */
function greatestAxes(matrix: Matrix, count: number, seed: number): readonly Float64Array[] {
  let axes: readonly Float64Array[] = Array.from({ length: count }, (_, i) => Float64Array.from(randomOf(seed, "axes", i).normals(matrix.length)));
  for (let round = 0; round < 40; round++) axes = orthonormal(axes.map((axis) => image(matrix, axis)));
  return axes;
}

const image = (matrix: Matrix, vector: Float64Array): Float64Array => Float64Array.from(matrix, (row) => dot(row, vector));

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** Gram and Schmidt's way. A vector that depends on those before it becomes 0. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const done: Float64Array[] = [];
  for (const vector of vectors) {
    const rest = vector.slice();
    for (const other of done) {
      const share = dot(rest, other);
      other.forEach((value, i) => { rest[i] = (rest[i] ?? 0) - share * value; });
    }
    const length = Math.hypot(...rest);
    done.push(rest.map((value) => (length > 1e-9 * Math.hypot(...vector) ? value / length : 0)));
  }
  return done;
}
