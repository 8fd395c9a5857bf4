import { checkOptions } from "@convscope/files/bytes";
import { checkSeed } from "../check.ts";
import { DataError } from "../error.ts";
import { randomFor, uniform } from "../random.ts";
import { padding, placesOf } from "./vocabulary.ts";

export interface WordVectorOptions {
  /** The file's name, for messages. */
  readonly name?: string;
  /** Draws the words that the file does not know; 1 unless given. */
  readonly seed?: number;
}

/** One vector for each word of a vocabulary, to begin the weights of an embedding with. */
export interface WordVectors {
  /** `[vocabulary, dims]` */
  readonly shape: readonly [words: number, dims: number];
  /** Row-major. */
  readonly data: Float32Array;
  /** How many words the file knows. */
  readonly known: number;
}

const mostDims = 4_096;
/** 4 GB of floats. */
const mostValues = 1_000_000_000;
/** A number takes less than 30 letters, and a word less than this. */
const longestLine = 200_000;

/**
 * Vectors for the words of a vocabulary from the lines of a file: a word and its numbers parted by spaces, as GloVe writes them; word2vec's text
 * begins with a line of two numbers besides, words and dims. The file may be larger than memory: lines of other words are passed over.
 * Words that it does not know are drawn uniformly with the variance of those it knows (Kim, arXiv:1408.5882, section 4.3), the padding is 0.
 *
 * @throws DataError naming the line.
 */
export async function readWordVectors(lines: AsyncIterable<string> | Iterable<string>, vocabulary: readonly string[], options: WordVectorOptions = {}): Promise<WordVectors> {
  checkOptions("readWordVectors", options, ["name", "seed"]);
  const { name = "word vectors", seed = 1 } = options;
  checkSeed("readWordVectors", seed);
  const places = placesOf(vocabulary);
  const found = new Uint8Array(vocabulary.length);
  let data: Float32Array | undefined;
  let dims = 0;
  let count = 0;
  for await (const raw of lines) {
    count++;
    const refuse = (rule: string): DataError => new DataError(`${name}, line ${count}: ${rule}. Get the file anew.`);
    if (raw.length > longestLine) throw refuse(`a line may have at most ${longestLine} letters. This one has ${raw.length}`);
    const line = raw.trimEnd();
    if (line === "") continue;
    if (data === undefined) {
      const cells = line.split(/[ \t]+/);
      const heading = count === 1 && cells.length === 2 && cells.every((cell) => /^\d+$/.test(cell));
      dims = heading ? Number(cells[1]) : cells.length - 1;
      if (dims < 1 || dims > mostDims) throw refuse(`a vector must have 1 to ${mostDims} numbers. This one has ${dims}`);
      if (dims * vocabulary.length > mostValues) throw refuse(`${vocabulary.length} words of ${dims} numbers are more than ${mostValues}`);
      data = new Float32Array(vocabulary.length * dims);
      if (heading) continue;
    }
    const end = line.search(/[ \t]/);
    const place = places.get(end < 0 ? line : line.slice(0, end));
    if (place === undefined || place === padding || found[place] === 1) continue;
    const cells = line.slice(end).trim().split(/[ \t]+/);
    // A word with spaces in it, of which some files have a few.
    if (cells.length > dims) continue;
    const vector = end < 0 ? [] : cells.map(Number);
    if (vector.length !== dims || !vector.every(Number.isFinite)) throw refuse(`each word must have ${dims} numbers. ${JSON.stringify(line.slice(0, 40))} has others`);
    data.set(vector, place * dims);
    found[place] = 1;
  }
  if (data === undefined) throw new DataError(`${name}: there must be at least one line with a word and its numbers. There is none. Get the file anew.`);
  drawUnknown(data, found, dims, seed);
  return { shape: [vocabulary.length, dims], data, known: found.reduce((sum, one) => sum + one, 0) };
}

function drawUnknown(data: Float32Array, found: Uint8Array, dims: number, seed: number): void {
  let [squares, sum, n] = [0, 0, 0];
  for (const [place, here] of found.entries()) {
    if (here === 0) continue;
    for (const value of data.subarray(place * dims, (place + 1) * dims)) {
      sum += value;
      squares += value * value;
    }
    n += dims;
  }
  const variance = n === 0 ? 0 : Math.max(0, squares / n - (sum / n) ** 2);
  // Uniform from −a to a has the variance a² / 3. Where nothing is known, ¼ is usual.
  const most = variance > 0 ? Math.sqrt(3 * variance) : 0.25;
  for (let place = 1; place < found.length; place++) {
    if (found[place] === 1) continue;
    const random = randomFor(seed, 0x30cd, place);
    for (let i = 0; i < dims; i++) data[place * dims + i] = uniform(random, -most, most);
  }
}
