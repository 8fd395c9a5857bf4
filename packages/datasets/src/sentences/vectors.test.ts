import fc from "fast-check";
import { expect, test } from "vitest";
import { DataError } from "../error.ts";
import { readWordVectors } from "./vectors.ts";

const vocabulary = ["<pad>", "<unk>", "good", "film", "rare"];
const refusal = async (lines: readonly string[]): Promise<string> =>
  readWordVectors(lines, vocabulary, { name: "v.txt" }).then(() => "(no error)", (error: unknown) => (error instanceof DataError ? error.message : `not a DataError: ${String(error)}`));

test("by hand: GloVe's lines, and word2vec's with their heading, are the same vectors", async () => {
  const lines = ["film 1 -2 3", "of 9 9 9", "good 0.5 0 -1e-1"];
  const glove = await readWordVectors(lines, vocabulary);
  expect([glove.shape, glove.known]).toEqual([[5, 3], 2]);
  expect([...glove.data.subarray(0, 3), ...glove.data.subarray(6, 12)]).toEqual([0, 0, 0, 0.5, 0, Math.fround(-0.1), 1, -2, 3]);
  expect(await readWordVectors(["3 3", ...lines], vocabulary)).toEqual(glove);
});

test("words that the file does not know are drawn by the seed, with the variance of the others", async () => {
  const dims = 4_000;
  const known = `good ${Array.from({ length: dims }, (_, i) => (i % 2 === 0 ? 0.3 : -0.3)).join(" ")}`;
  const { data } = await readWordVectors([known], vocabulary, { seed: 5 });
  const drawn = data.subarray(4 * dims);
  expect(Math.sqrt(drawn.reduce((sum, value) => sum + value * value, 0) / dims)).toBeCloseTo(0.3, 2);
  expect(Math.abs(drawn.reduce((sum, value) => sum + value, 0) / dims)).toBeLessThan(0.02);
  expect((await readWordVectors([known], vocabulary, { seed: 5 })).data).toEqual(data);
  expect((await readWordVectors([known], vocabulary, { seed: 6 })).data).not.toEqual(data);
});

test("a word with spaces is passed over, and of a word that comes twice the first counts", async () => {
  const { data, known } = await readWordVectors(["film 1 2", "film noir 5 6", "film 3 4"], vocabulary);
  expect([known, [...data.subarray(6, 8)]]).toEqual([1, [1, 2]]);
});

test("says what is wrong", async () => {
  expect(await refusal([])).toMatchInlineSnapshot(`"v.txt: there must be at least one line with a word and its numbers. There is none. Get the file anew."`);
  expect(await refusal(["film 1 2", "good 1"])).toMatchInlineSnapshot(`"v.txt, line 2: each word must have 2 numbers. "good 1" has others. Get the file anew."`);
  expect(await refusal(["film 1 2", "good 1 x"])).toMatchInlineSnapshot(`"v.txt, line 2: each word must have 2 numbers. "good 1 x" has others. Get the file anew."`);
  expect(await refusal(["film"])).toMatchInlineSnapshot(`"v.txt, line 1: a vector must have 1 to 4096 numbers. This one has 0. Get the file anew."`);
  expect(await refusal(["100 99999999"])).toMatchInlineSnapshot(`"v.txt, line 1: a vector must have 1 to 4096 numbers. This one has 99999999. Get the file anew."`);
  expect(await refusal(["x".repeat(300_000)])).toMatchInlineSnapshot(`"v.txt, line 1: a line may have at most 200000 letters. This one has 300000. Get the file anew."`);
});

test("any lines give vectors or a DataError that names the line", async () => {
  const line = fc.oneof(fc.string(), fc.tuple(fc.constantFrom("good", "film", "of"), fc.array(fc.oneof(fc.double().map(String), fc.string({ maxLength: 3 })), { maxLength: 4 })).map(([word, cells]) => [word, ...cells].join(" ")));
  await fc.assert(fc.asyncProperty(fc.array(line, { maxLength: 8 }), async (lines) => { expect(await refusal(lines)).toMatch(/^v\.txt[:,]|^\(no error\)$/); }), { numRuns: 500 });
});
