import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { buildVocabulary, decodeSentence, encodeSentences } from "./vocabulary.ts";

const lines = [["the", "cat"], ["the", "dog", "and", "the", "cat"]];
const words = fc.array(fc.array(fc.constantFrom("a", "b", "c", "d", "constructor", "__proto__"), { maxLength: 8 }), { maxLength: 10 });

describe("buildVocabulary", () => {
  test("by hand: the most frequent first, then by the alphabet", () => {
    expect(buildVocabulary(lines)).toEqual(["<pad>", "<unk>", "the", "cat", "and", "dog"]);
    expect(buildVocabulary(lines, { minCount: 2 })).toEqual(["<pad>", "<unk>", "the", "cat"]);
    expect(buildVocabulary(lines, { maxSize: 3 })).toEqual(["<pad>", "<unk>", "the"]);
  });

  test("holds every word once, whatever the order of the sentences", () => {
    fc.assert(
      fc.property(words, (sentences) => {
        const vocabulary = buildVocabulary(sentences);
        expect([...vocabulary].sort()).toEqual([...new Set(["<pad>", "<unk>", ...sentences.flat()])].sort());
        expect(buildVocabulary([...sentences].reverse())).toEqual(vocabulary);
      }),
    );
  });

  test("refuses sizes that leave nothing", () => expect(() => buildVocabulary([], { maxSize: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: buildVocabulary: minCount must be at least 1 and maxSize at least 2. Received 1 and 1.]`));
});

describe("encodeSentences", () => {
  test("by hand: filled up, cut, unknown, with margins", () => {
    const vocabulary = ["<pad>", "<unk>", "the", "cat"];
    expect([...encodeSentences([["the", "cat"], ["a", "cat", "the", "the"]], vocabulary, { length: 3 })]).toEqual([2, 3, 0, 1, 3, 2]);
    expect([...encodeSentences([["the", "cat", "the"]], vocabulary, { length: 6, margin: 2 })]).toEqual([0, 0, 2, 3, 0, 0]);
  });

  test("what is known comes back", () => {
    fc.assert(
      fc.property(words, fc.nat(3), (sentences, margin) => {
        const vocabulary = buildVocabulary(sentences);
        const length = 8 + 2 * margin;
        const rows = encodeSentences(sentences, vocabulary, { length, margin });
        expect(sentences.map((_, i) => decodeSentence(rows.subarray(i * length, (i + 1) * length), vocabulary))).toEqual(sentences);
      }),
    );
  });

  test("refuses margins that leave no room", () => expect(() => encodeSentences([], [], { length: 8, margin: 4 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: encodeSentences: length must be a whole number of words, at least one more than the margins on both sides, and at most 100000. Received 8, with margins of 4.]`));
});
