import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { linearAccuracy } from "../../test/linear.ts";
import type { SentenceSplit } from "./dataset.ts";
import { makeSentence, sentences } from "./sentences.ts";
import { decodeSentence } from "./vocabulary.ts";

const data = sentences();
const { length, vocabulary } = data;

describe("sentences", () => {
  test("has the shape that it says, and both classes in every two", () => {
    expect([data.train.shape, data.test.shape, vocabulary.slice(0, 2)]).toEqual([[2_000, 24], [400, 24], ["<pad>", "<unk>"]]);
    for (let i = 0; i < 2_000; i += 2) expect([...data.train.labels.subarray(i, i + 2)].sort()).toEqual([0, 1]);
  });

  test("a sentence depends on seed and place, not on how many there are", () => {
    const fewer = sentences({ train: 30, test: 10 });
    expect(fewer.train.tokens).toEqual(data.train.tokens.subarray(0, 30 * length));
    expect(fewer.test.tokens).toEqual(data.test.tokens.subarray(0, 10 * length));
    expect(sentences({ train: 30, test: 10, seed: 2 }).train.tokens).not.toEqual(fewer.train.tokens);
  });

  test("stays as it is from version to version, or its checksum must change", () => {
    const print = ({ tokens, labels }: SentenceSplit): string => createHash("md5").update(new Uint8Array(tokens.buffer)).update(new Uint8Array(labels.buffer)).digest("hex");
    expect([data.checksum, vocabulary.length, print(data.train), print(data.test)]).toMatchInlineSnapshot(`
      [
        "sentences:1:1:2000:400",
        124,
        "9f36b18b05c93725191dc08cefee3b55",
        "fea20341f8abba69a3713ccf292ba2cb",
      ]
    `);
  });

  test("every word is known, no sentence is cut, and none is in both parts", () => {
    const texts = (part: "train" | "test", count: number): Set<string> => new Set(Array.from({ length: count }, (_, i) => makeSentence(part, i, 1).text));
    const train = texts("train", 2_000);
    for (const text of texts("test", 400)) expect(train).not.toContain(text);
    for (const { tokens } of [data.train, data.test]) {
      expect(tokens).not.toContain(1);
      for (let i = 0; i < tokens.length; i += length) expect(tokens[i + length - 1]).toBe(0);
    }
    expect(decodeSentence(data.train.tokens.subarray(0, length), vocabulary)).toMatchInlineSnapshot(`
      [
        "in",
        "the",
        "end",
        ",",
        "the",
        "plot",
        "is",
        "great",
        "in",
        "two",
        "hours",
      ]
    `);
  });

  test("examples of each kind", () => {
    const shown = new Map<string, string>();
    for (let i = 0; shown.size < 8; i++) {
      const { text, label, kind } = makeSentence("train", i, 1);
      if (!shown.has(`${kind} ${label}`)) shown.set(`${kind} ${label}`, text);
    }
    expect(Object.fromEntries([...shown].sort())).toMatchInlineSnapshot(`
      {
        "compared 0": "in the end , the film feels flatter than the book ever did the hall was full .",
        "compared 1": "i think the film is stronger than the trailer",
        "contrast 0": "i think the film is not brave but silly with my sister beside me",
        "contrast 1": "the script is not silly but bright",
        "negated 0": "the film isn't clever and then we went home",
        "negated 1": "honestly , the camera work is not false",
        "plain 0": "well , the music and the cast are bitter",
        "plain 1": "in the end , the plot is great in two hours",
      }
    `);
  });

  test("single words do not tell the class, pairs of words do much better", () => {
    const pairs = new Map<number, number>();
    const pair = (tokens: Int32Array, i: number): number | undefined => {
      const [left = 0, right = 0] = i % length === length - 1 ? [] : tokens.subarray(i, i + 2);
      return left > 0 && right > 0 ? left * vocabulary.length + right : undefined;
    };
    data.train.tokens.forEach((_, i) => {
      const key = pair(data.train.tokens, i);
      if (key !== undefined && !pairs.has(key)) pairs.set(key, pairs.size);
    });
    const counts = ({ tokens, labels }: SentenceSplit, features: number): { readonly pixels: Float32Array; readonly labels: Int32Array } => {
      const rows = new Float32Array(labels.length * features);
      const count = (i: number, feature: number | undefined): void => {
        const at = Math.floor(i / length) * features + (feature ?? features);
        if (feature !== undefined && feature < features) rows[at] = (rows[at] as number) + 1;
      };
      tokens.forEach((token, i) => {
        if (token > 0) count(i, token);
        const place = pairs.get(pair(tokens, i) ?? -1);
        count(i, place === undefined ? undefined : vocabulary.length + place);
      });
      return { pixels: rows, labels };
    };
    const accuracy = (features: number): number => linearAccuracy(counts(data.train, features), counts(data.test, features), { features, classes: 2, epochs: 10 });
    const [bag, bigrams] = [accuracy(vocabulary.length), accuracy(vocabulary.length + pairs.size)];
    expect(bag).toBeLessThan(0.7);
    expect(bigrams).toBeGreaterThan(0.77);
  });

  test("refuses what it does not know", () => {
    expect(() => sentences({ train: -1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: sentences: train must be a whole number of samples from 0 to 10,000,000. Received -1.]`);
    expect(() => sentences({ seed: 0.5 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: sentences: seed must be a whole number. Received 0.5.]`);
  });
});
