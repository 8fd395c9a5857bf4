import { poolingSteps } from "@convscope/viz";
import { expect, test } from "vitest";
import { textRows } from "./link.ts";
import { pooledBy, poolingExamples } from "./pooling.ts";

const [first, counting, plateaus] = poolingExamples.map(({ input }) => textRows(input, 12) ?? []);
const usual = { window: 2, stride: 2, padding: 0 };

test("the examples of the lessons", () => {
  const drawn = (input = first, how: "max" | "average" = "max"): string => {
    const pooled = pooledBy(input ?? [], { ...usual, how });
    return "layer" in pooled ? poolingSteps(pooled) : "";
  };
  expect(drawn(first)).toContain("8 9; 3 2");
  expect(drawn(counting)).toContain("6 8; 3 4");
  expect(drawn(plateaus)).toContain("6 6; 4 4");
  expect(drawn(plateaus, "average")).toContain("5.25 5.25; 3 3");
});

test("sum and least are told line by line", () => {
  const sum = pooledBy(plateaus ?? [], { ...usual, how: "sum" });
  expect("lines" in sum && [sum.output, sum.lines[0]?.text]).toEqual([[[21, 21], [12, 12]], "6 + 6 + 4 + 5 = 21"]);
  const min = pooledBy([[5, -1], [3, 0]], { ...usual, how: "min" });
  expect("lines" in min && [min.output, min.lines[0]?.text]).toEqual([[[-1]], "min(5, −1, 3, 0) = −1"]);
});

test("how much is kept, and what cannot be", () => {
  expect(pooledBy(first ?? [], { ...usual, how: "max" }).kept).toBe("4 of 16 numbers are kept: 25 %");
  expect(() => pooledBy(first ?? [], { ...usual, how: "max", window: 5 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: maxPooling2d: the kernel must fit the padded input. Received 4 + 0 padding along height, kernelSize=5. Use kernelSize ≤ 4, or padding: "same".]`);
  expect(() => pooledBy(first ?? [], { ...usual, how: "sum", stride: 0 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: sumPooling2d: strides must be two values, each a whole number ≥ 1. Received [0,0].]`);
});
