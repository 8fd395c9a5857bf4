import { sceneCaption, shapeScenes } from "@convscope/datasets";
import { expect, test } from "vitest";
import { greedy, longest, nothing, wordRows, words } from "./words.ts";

const place = (word: string): number => words.indexOf(word);

test("what is to be said is what is seen, one place earlier, and then the end; no more is asked", () => {
  const { seen, said } = wordRows([["a", "large", "red", "circle"], ["a", "small", "blue", "square", "above", "a", "large", "red", "circle"]]);
  const end = place("<end>");
  expect([...seen.subarray(0, 6)]).toEqual([place("a"), place("large"), place("red"), place("circle"), end, end]);
  expect([...said.subarray(0, 7)]).toEqual([place("a"), place("large"), place("red"), place("circle"), end, nothing, nothing]);
  expect([...said.subarray(longest + 1 + 8)]).toEqual([place("circle"), end, nothing]);
});

test("every caption of drawn scenes has a place for each of its words", () => {
  const captions = shapeScenes({ train: 200, test: 0, most: 2 }).train.figures.map(sceneCaption);
  expect(Math.max(...captions.map(({ length }) => length))).toBe(longest);
  expect(new Set(captions.flat())).toEqual(new Set(words.slice(1)));
});

test("greedy decoding reads what it has said itself, and stops at the end", async () => {
  // Says the word after the one that it read last; after the picture, 4 for the first and 12 for the second.
  const next = (after: Int32Array): Promise<number[]> =>
    Promise.resolve([0, 1].flatMap((i) => [i === 0 ? 4 : 12, ...Array.from(after.subarray(i * longest, (i + 1) * longest), (word) => (word + 1) % words.length)]));
  expect(await greedy(next, 2)).toEqual([words.slice(4), words.slice(12)]);
});
