import { expect, test } from "vitest";
import { derive, learnedConstant, outputShape, weights, windows } from "../index.ts";

test("positions of a transformer", () => {
  const positions = learnedConstant([197, 768], { stddev: 0.02 });
  expect(outputShape(positions, [[197, 768]])).toEqual([197, 768]);
  expect(weights(positions, [[197, 768]])).toEqual({ weight: { shape: [197, 768], trainable: true, role: "constant" } });
  expect(derive(positions, [[197, 768]]).map(({ of, value }) => [of, value])).toEqual([["parameters", 151_296]]);
  expect(windows(positions, [[197, 768]])).toEqual(["none"]);
});

test("the input may have any shape", () => {
  expect(outputShape(learnedConstant([1, 4]), [[8, 8, 3]])).toEqual([1, 4]);
});

test("a negative deviation is refused", () => {
  expect(() => learnedConstant([1, 4], { stddev: -1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: learnedConstant: stddev must be a number from 0 to Infinity. Received -1.]`);
  // @ts-expect-error: a misspelling
  expect(() => learnedConstant([1, 4], { std: 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: learnedConstant: unknown option std. Options: mean, stddev.]`);
});
