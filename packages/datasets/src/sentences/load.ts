import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { checkOptions, readContent } from "@convscope/files";
import { partIn } from "../catalogue/part.ts";
import { DataError } from "../error.ts";
import { readSentences, sentenceOptionNames, type SentenceDataset, type SentenceOptions } from "./dataset.ts";
import { readWordVectors, type WordVectorOptions, type WordVectors } from "./vectors.ts";

/** Of one table: Kim's largest has 15 MB. */
const mostBytes = 200_000_000;

/**
 * A set of sentences from a tab-separated file, or from a folder that holds one with "train" in its name and perhaps one with "test".
 * See `readSentences`.
 *
 * @throws DataError or FileError naming the file and what is wrong with it.
 */
export async function loadSentences(path: string, options: SentenceOptions = {}): Promise<SentenceDataset> {
  checkOptions("loadSentences", options, sentenceOptionNames);
  const full = resolve(path);
  const status = await stat(full).catch(() => undefined);
  if (status === undefined) throw new DataError(`${full}: there is no such file or folder. Name a file of lines, label TAB text, or a folder with train.tsv and test.tsv.`);
  const named = { ...options, name: options.name ?? basename(full).replace(/\.(tsv|txt)$/, "") };
  if (!status.isDirectory()) return { ...readSentences({ train: await textOf(full) }, named), source: full };
  const files = (await readdir(full)).filter((file) => /\.(tsv|txt)$/.test(file)).sort();
  const only = (part: "train" | "test"): string | undefined => {
    const [first, second] = files.filter((file) => partIn(file) === part);
    if (second !== undefined) throw new DataError(`${full}: there must be one table for ${part}. There are several: ${first ?? ""}, ${second}. Name the file itself.`);
    return first;
  };
  const [train, test] = [only("train"), only("test")];
  if (train === undefined) throw new DataError(`${full}: the folder must hold a table for training, such as train.tsv. Found ${files.slice(0, 10).join(", ") || "no .tsv or .txt"}. Rename it, or name the file itself.`);
  const texts = { train: await textOf(join(full, train)), ...(test === undefined ? {} : { test: await textOf(join(full, test)) }) };
  return { ...readSentences(texts, named), source: full };
}

async function textOf(file: string): Promise<string> {
  const bytes = await readContent(file, { maxBytes: mostBytes, wayOut: "Name a table of sentences." });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(`${file}: the text must be UTF-8. It is not. Convert it, with iconv -f latin1 -t utf-8 for example.`);
  }
}

/**
 * Vectors for the words of a vocabulary from a text file of GloVe's or word2vec's, line by line, so that it may be larger than memory. See `readWordVectors`.
 *
 * @throws DataError naming the line.
 */
export async function loadWordVectors(path: string, vocabulary: readonly string[], options: WordVectorOptions = {}): Promise<WordVectors> {
  const full = resolve(path);
  if ((await stat(full).catch(() => undefined))?.isFile() !== true) throw new DataError(`${full}: there is no such file. Name a text file of word vectors, unpacked.`);
  return readWordVectors(linesOf(full), vocabulary, { name: full, ...options });
}

/** No line of such a file is longer; a binary one may have none. */
const mostPending = 1_000_000;

async function* linesOf(path: string): AsyncGenerator<string> {
  let pending = "";
  for await (const piece of createReadStream(path, { encoding: "utf8", highWaterMark: 1 << 18 }) as AsyncIterable<string>) {
    const lines = (pending + piece).split("\n");
    pending = lines.pop() ?? "";
    yield* lines;
    if (pending.length > mostPending) throw new DataError(`${path}: this is no text of word vectors: a line has more than ${mostPending} letters. Name a text file, unpacked.`);
  }
  yield pending;
}
