import { checkOptions, md5 } from "@convscope/files/bytes";
import { checkSeed } from "../check.ts";
import { DataError } from "../error.ts";
import { holdOut } from "../split.ts";
import { parseTable, type LabelledText, type TableOptions } from "./table.ts";
import { tokenise } from "./tokenise.ts";
import { buildVocabulary, encodeSentences, type EncodeOptions, type VocabularyOptions } from "./vocabulary.ts";

/** One part of a set of sentences. */
export interface SentenceSplit {
  /** `[sentences, length]` */
  readonly shape: readonly [sentences: number, length: number];
  /** Places in the vocabulary, row after row, filled up with 0. */
  readonly tokens: Int32Array;
  /** `[sentences]`, index into the classes. */
  readonly labels: Int32Array;
}

/** Sentences for classification, as plain data: what the text CNN takes. */
export interface SentenceDataset {
  readonly name: string;
  readonly title: string;
  readonly classes: readonly string[];
  /** `<pad>`, `<unk>`, then words. */
  readonly vocabulary: readonly string[];
  /** Words of each row. */
  readonly length: number;
  readonly train: SentenceSplit;
  readonly test: SentenceSplit;
  readonly licence: string;
  readonly source: string;
  /** One line that is the same exactly if the data are the same. */
  readonly checksum: string;
}

export interface SentenceOptions extends VocabularyOptions, TableOptions, Pick<EncodeOptions, "margin"> {
  readonly title?: string;
  readonly licence?: string;
  /** The classes' names in order; alphabetical unless given. */
  readonly classes?: readonly string[];
  /** Words of each row, with margins; those of the longest training sentence unless given. */
  readonly length?: number;
  /** What share of the sentences is for test where no file of them is given, stratified; 0.2 unless given. */
  readonly testFraction?: number;
  /** Which ones are: a whole number; 1 unless given. */
  readonly seed?: number;
}

export const sentenceOptionNames: readonly (keyof SentenceOptions)[] = ["name", "title", "licence", "classes", "length", "margin", "minCount", "maxSize", "header", "testFraction", "seed"];

/** 400 MB of places: every row is as long as the longest sentence. */
const mostPlaces = 100_000_000;

/**
 * A set of sentences from tables of labels and texts, parted by tabs: see `parseTable`. The vocabulary is that of the training sentences.
 *
 * @throws DataError saying which line is wrong and how.
 */
export function readSentences(texts: { readonly train: string; readonly test?: string }, options: SentenceOptions = {}): SentenceDataset {
  checkOptions("readSentences", options, sentenceOptionNames);
  const { name = "sentences", title = name, licence = "none stated", margin = 0, minCount = 1, maxSize, testFraction = 0.2, seed = 1, header } = options;
  checkSeed("readSentences", seed);
  const table = (text: string, file: string): readonly LabelledText[] => parseTable(text, { name: `${name}, ${file}`, ...(header === undefined ? {} : { header }) });
  const given = { train: table(texts.train, "train"), test: texts.test === undefined ? undefined : table(texts.test, "test") };
  const classes = options.classes ?? [...new Set(given.train.map(({ label }) => label))].sort();
  const places = new Map(classes.map((one, i) => [one, i]));
  const labelOf = ({ label, line }: LabelledText, file: string): number => {
    const place = places.get(label);
    if (place === undefined) throw new DataError(`${name}, ${file}, line ${line}: the label must be one of ${classes.slice(0, 10).join(", ")}. It is ${JSON.stringify(label.slice(0, 60))}. Correct the file, or name all labels by the option classes.`);
    return place;
  };
  const all = given.train.map((row) => ({ words: tokenise(row.text), label: labelOf(row, "train") }));
  const held = given.test === undefined ? holdOut(all.map(({ label }) => label), testFraction, seed) : undefined;
  const train = held === undefined ? all : Array.from(held.train, (place) => all[place] as (typeof all)[number]);
  const test = held === undefined ? (given.test ?? []).map((row) => ({ words: tokenise(row.text), label: labelOf(row, "test") })) : Array.from(held.validation, (place) => all[place] as (typeof all)[number]);
  if (train.length === 0) throw new DataError(`${name}: there must be at least one sentence for training. There is none. Write one on each line: label, tab, text.`);
  const vocabulary = buildVocabulary(train.map(({ words }) => words), { minCount, ...(maxSize === undefined ? {} : { maxSize }) });
  const length = options.length ?? train.reduce((most, { words }) => Math.max(most, words.length), 1) + 2 * margin;
  if ((train.length + test.length) * length > mostPlaces) throw new DataError(`${name}: all rows may have at most ${mostPlaces} words together. ${train.length + test.length} rows of ${length} have more. Give a smaller option length; longer sentences lose their end.`);
  const split = (rows: typeof all): SentenceSplit => ({
    shape: [rows.length, length],
    tokens: encodeSentences(rows.map(({ words }) => words), vocabulary, { length, margin }),
    labels: Int32Array.from(rows, ({ label }) => label),
  });
  const said = JSON.stringify([texts.train, texts.test, classes, header, length, margin, minCount, maxSize, testFraction, seed]);
  return { name, title, classes, vocabulary, length, train: split(train), test: split(test), licence, source: name, checksum: `md5:${md5(new TextEncoder().encode(said))}` };
}
