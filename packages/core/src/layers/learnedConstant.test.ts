import { expect, test } from "vitest";
import { derive, learnedConstant, outputShape, weights, windows } from "../index.ts";

test("positions of a transformer", () => {
  const positions = learnedConstant([197, 768], { initial: "normal" });
  expect(outputShape(positions, [[197, 768]])).toEqual([197, 768]);
  expect(weights(positions, [[197, 768]])).toEqual({ weight: { shape: [197, 768], trainable: true, role: "constant", torchName: "", torchShape: [1, 197, 768] } });
  expect(derive(positions, [[197, 768]]).map(({ of, value }) => [of, value])).toEqual([["parameters", 151_296]]);
  expect(weights(learnedConstant([96], { initial: 1e-6 }), [[7, 7, 96]])).toEqual({ weight: { shape: [96], trainable: true, role: "constant", torchName: "", torchShape: [1, 96], initial: 1e-6 } });
  expect(windows(positions, [[197, 768]])).toEqual(["none"]);
});

test("the input may have any shape", () => {
  expect(outputShape(learnedConstant([1, 4]), [[8, 8, 3]])).toEqual([1, 4]);
});

test("refused: a start that is no number, an empty axis, a misspelt option", () => {
  // @ts-expect-error: from JavaScript or a file
  expect(() => learnedConstant([1, 4], { initial: "zeros" })).toThrowErrorMatchingInlineSnapshot(`[LayerError: learnedConstant: initial must be a finite number, or "normal". Received "zeros".]`);
  expect(() => learnedConstant([0, 4])).toThrowErrorMatchingInlineSnapshot(`[LayerError: learnedConstant: shape must be a list of at least 1, each a whole number ≥ 1. Received [0,4].]`);
  // @ts-expect-error: a misspelling
  expect(() => learnedConstant([1, 4], { inital: 1 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: learnedConstant: unknown option inital. Did you mean "initial"? Options: initial.]`);
});
