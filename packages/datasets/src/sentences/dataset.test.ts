import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DataError } from "../error.ts";
import { readSentences, type SentenceOptions } from "./dataset.ts";
import { loadSentences, loadWordVectors } from "./load.ts";

const refusal = (train: string, options: SentenceOptions = {}, more?: string): string => {
  try {
    readSentences({ train, ...(more === undefined ? {} : { test: more }) }, { name: "f", ...options });
  } catch (error) {
    return error instanceof DataError ? error.message : `not a DataError: ${String(error)}`;
  }
  return "(no error)";
};

describe("readSentences", () => {
  test("by hand: two tables without names of columns", () => {
    const data = readSentences({ train: "pos\tA good, good film\nneg\tBad!\r\n\n", test: "neg\ta bad film\n" }, { name: "f" });
    expect(data.classes).toEqual(["neg", "pos"]);
    expect(data.vocabulary).toEqual(["<pad>", "<unk>", "good", "!", ",", "a", "bad", "film"]);
    expect(data.train).toEqual({ shape: [2, 5], tokens: Int32Array.of(5, 2, 4, 2, 7, 6, 3, 0, 0, 0), labels: Int32Array.of(1, 0) });
    expect(data.test).toEqual({ shape: [1, 5], tokens: Int32Array.of(5, 6, 7, 0, 0), labels: Int32Array.of(0) });
  });

  test("a first line of names says where label and text stand", () => {
    const data = readSentences({ train: "id\tsentence\tlabel\n7\tgood film\t1\n8\tbad film\t0\n" }, { testFraction: 0, classes: ["0", "1"] });
    expect([data.classes, [...data.train.labels], data.vocabulary.slice(2)]).toEqual([["0", "1"], [1, 0], ["film", "bad", "good"]]);
  });

  test("without a table for test a fifth of each class is one, and its words are not learned", () => {
    const lines = Array.from({ length: 40 }, (_, i) => `${i % 2 === 0 ? "a" : "b"}\tword${String.fromCharCode(97 + (i % 26))}${i} here`);
    const data = readSentences({ train: lines.join("\n") }, { seed: 3 });
    expect([data.train.shape, data.test.shape, [...data.test.labels].filter((label) => label === 0).length]).toEqual([[32, 2], [8, 2], 4]);
    expect(Array.from(data.test.tokens).filter((_, i) => i % 2 === 0)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    expect(data.vocabulary).toHaveLength(2 + 1 + 32);
  });

  test("says what is wrong, and what to do", () => {
    expect(refusal("good film")).toMatchInlineSnapshot(`"f, train, line 1: a line must hold a label, a tab, and a text. It is "good film". Part the columns by tabs."`);
    expect(refusal("a\tgood\nb")).toMatchInlineSnapshot(`"f, train, line 2: a line must hold a label, a tab, and a text. It is "b". Part the columns by tabs."`);
    expect(refusal("")).toMatchInlineSnapshot(`"f: there must be at least one sentence for training. There is none. Write one on each line: label, tab, text."`);
    expect(refusal("a\tgood\n", {}, "c\tgood")).toMatchInlineSnapshot(`"f, test, line 1: the label must be one of a. It is "c". Correct the file, or name all labels by the option classes."`);
    expect(refusal("first\tsecond\na\tgood", { header: true })).toMatchInlineSnapshot(`"f, train, line 1: the names of the columns must be one of label, labels, class, category, sentiment, target and one of text, sentence, review, question, phrase. They are first, second. Rename them, or leave out the option header."`);
    expect(refusal(`a\t${"word ".repeat(40_000)}\n${"a\tb\n".repeat(4_000)}`, { testFraction: 0 })).toMatchInlineSnapshot(`"f: all rows may have at most 100000000 words together. 4001 rows of 40000 have more. Give a smaller option length; longer sentences lose their end."`);
  });

  test("any text gives a data set or a DataError that names it", () => {
    const line = fc.oneof(fc.string(), fc.tuple(fc.constantFrom("a", "b", "label"), fc.string()).map((cells) => cells.join("\t")));
    fc.assert(fc.property(fc.array(line, { maxLength: 12 }), (lines) => { expect(refusal(lines.join("\n"))).toMatch(/^f[:,]|^\(no error\)$/); }), { numRuns: 500 });
  });
});

test("loadSentences reads a file, and a folder of two; loadWordVectors a file line by line", async () => {
  const folder = await mkdtemp(join(tmpdir(), "convscope-sentences-"));
  try {
    await writeFile(join(folder, "train.tsv"), "pos\tgood film\nneg\tbad film\n");
    const said = async (path: string): Promise<string> => loadSentences(path).then(() => "(no error)", (error: unknown) => String(error).replaceAll(folder, "FOLDER"));
    expect((await loadSentences(join(folder, "train.tsv"), { testFraction: 0.5 })).train.shape).toEqual([1, 2]);
    await writeFile(join(folder, "test.tsv"), "pos\tfilm\n");
    const data = await loadSentences(folder);
    expect([data.train.shape, data.test.shape, data.source]).toEqual([[2, 2], [1, 2], folder]);
    await writeFile(join(folder, "vectors.txt"), `${"other 0 0\n".repeat(60_000)}film 1 2\n`);
    const { data: vectors, known } = await loadWordVectors(join(folder, "vectors.txt"), data.vocabulary);
    expect([known, [...vectors.subarray(4, 6)]]).toEqual([1, [1, 2]]);
    await writeFile(join(folder, "test.old.txt"), "");
    expect(await said(folder)).toMatchInlineSnapshot(`"DataError: FOLDER: there must be one table for test. There are several: test.old.txt, test.tsv. Name the file itself."`);
    await writeFile(join(folder, "latin.tsv"), Uint8Array.of(97, 9, 0xe4, 10));
    expect(await said(join(folder, "latin.tsv"))).toMatchInlineSnapshot(`"DataError: FOLDER/latin.tsv: the text must be UTF-8. It is not. Convert it, with iconv -f latin1 -t utf-8 for example."`);
    await rm(join(folder, "train.tsv"));
    await rm(join(folder, "test.old.txt"));
    expect(await said(folder)).toMatchInlineSnapshot(`"DataError: FOLDER: the folder must hold a table for training, such as train.tsv. Found latin.tsv, test.tsv, vectors.txt. Rename it, or name the file itself."`);
    expect(await said(join(folder, "gone.tsv"))).toMatchInlineSnapshot(`"DataError: FOLDER/gone.tsv: there is no such file or folder. Name a file of lines, label TAB text, or a folder with train.tsv and test.tsv."`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
