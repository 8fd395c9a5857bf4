import fc from "fast-check";
import { expect, test } from "vitest";
import { bleu } from "./bleu.ts";

const words = (text: string): string[] => text.split(" ");

test("by hand: five of six words, three of five pairs, two of four triples, one of three fours", () => {
  const value = bleu([words("the cat sat on the rug")], [words("the cat sat on a rug")]);
  expect(value).toBeCloseTo(((5 / 6) * (3 / 5) * (2 / 4) * (1 / 3)) ** 0.25, 12);
});

test("a word counts no more often than in the reference, a short answer pays for it, and nothing in common is 0", () => {
  expect(bleu([words("a a a a a")], [words("a b c d e")])).toBe(0);
  expect(bleu([words("a b c d e f")], [words("a b c d e f g h")])).toBeCloseTo(Math.exp(1 - 8 / 6), 12);
  expect(bleu([[]], [words("a")])).toBe(0);
});

test("1 for what is wanted, and no more for anything else", () => {
  const sentence = fc.array(fc.constantFrom("a", "b", "c"), { minLength: 4, maxLength: 8 });
  fc.assert(fc.property(fc.array(fc.tuple(sentence, sentence), { minLength: 1, maxLength: 4 }), (pairs) => {
    const [candidates, references] = [pairs.map(([one]) => one), pairs.map(([, one]) => one)];
    expect(bleu(references, references)).toBeCloseTo(1, 12);
    expect(bleu(candidates, references)).toBeLessThanOrEqual(1);
  }));
});

test("refuses a reference too few", () => {
  expect(() => bleu([["a"]], [])).toThrowErrorMatchingInlineSnapshot(`[RangeError: bleu: there must be one reference for each candidate. Received 0 for 1.]`);
});
