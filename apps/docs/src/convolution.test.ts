import { convolutionSteps } from "@convscope/viz";
import { expect, test } from "vitest";
import { convolutionOf, examples, sizesOf } from "./convolution.ts";
import { textRows } from "./link.ts";

const still = { stride: 1, padding: "valid", dilation: 1, transposed: false, flip: false } as const;
const [input, kernel] = [textRows(examples[0]?.input ?? "", 12) ?? [], textRows(examples[0]?.kernel ?? "", 7) ?? []];

test("each example is drawn", () => {
  for (const { name, input: rows, kernel: weights, mean = false } of examples) {
    const numbers = convolutionOf(textRows(rows, 12) ?? [], textRows(weights, 7) ?? [], still);
    expect(convolutionSteps(numbers, { mean }), name).toContain("<svg");
  }
});

test("the averaged block of 90s", () => {
  const { input: rows = "", kernel: weights = "" } = examples.find(({ name }) => name.startsWith("a block")) ?? {};
  expect(convolutionSteps(convolutionOf(textRows(rows, 12) ?? [], textRows(weights, 7) ?? [], still), { mean: true })).toContain(
    "0 10 20 30 30 30 20 10; 0 20 40 60 60 60 40 20; 0 30 60 90 90 90 60 30; 0 30 50 80 80 90 60 30; 0 30 50 80 80 90 60 30; 0 20 30 50 50 60 40 20; 10 20 30 30 30 30 20 10; 10 10 10 0 0 0 0 0",
  );
});

test("the size with its working, for any moves", () => {
  const sizes = (moves: object): readonly string[] => sizesOf(convolutionOf(input, kernel, { ...still, ...moves }).layer, [5, 5, 1]);
  expect(sizes({})[0]).toBe("height = ⌊(n + 2·p − k) / s⌋ + 1 = ⌊(5 + 2·0 − 3) / 1⌋ + 1 = 3");
  expect(sizes({ padding: "1", stride: 2 })[0]).toMatch(/= 3$/);
  expect(sizes({ transposed: true })[1]).toMatch(/= 7$/);
});

test("a flipped kernel is turned by half a circle", () => {
  expect(convolutionOf(input, [[1, 2], [3, 4]], { ...still, flip: true }).weight.data).toEqual([4, 3, 2, 1]);
});
