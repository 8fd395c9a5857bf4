import { expect, test } from "vitest";
import { derive, localResponseNormalization, outputShape, reach, weights, windows } from "../index.ts";

test("AlexNet's: nothing to learn, the shape stays, each place looks at itself", () => {
  const layer = localResponseNormalization(5, { alpha: 5e-4, k: 2 });
  expect(layer).toEqual({ kind: "localResponseNormalization", size: 5, alpha: 5e-4, beta: 0.75, k: 2, mode: "across" });
  expect(outputShape(layer, [[55, 55, 96]])).toEqual([55, 55, 96]);
  expect(outputShape(layer, [[96]])).toEqual([96]);
  expect(weights(layer, [[55, 55, 96]])).toEqual({});
  expect(derive(layer, [[55, 55, 96]])).toEqual([]);
  expect(windows(layer, [[55, 55, 96]])).toEqual(["pointwise"]);
});

test("within a channel it looks through a window around each place, one further before where the size is even", () => {
  expect(windows(localResponseNormalization(3, { mode: "within" }), [[9, 9, 4]])).toEqual([[{ size: 3, stride: 1, start: -1 }, { size: 3, stride: 1, start: -1 }]]);
  expect([1, 2, 3, 4, 5].map(reach)).toEqual([[0, 0], [1, 0], [1, 1], [2, 1], [2, 2]]);
});

test("what is refused, and how", () => {
  expect(() => outputShape(localResponseNormalization(3, { mode: "within" }), [[10, 4]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: localResponseNormalization: within a channel the input must be [height, width, channels]. Received 10×4. Use mode: "across".]`);
  expect(() => localResponseNormalization(0)).toThrowErrorMatchingInlineSnapshot(`[LayerError: localResponseNormalization: size must be a whole number ≥ 1. Received 0.]`);
  // @ts-expect-error TensorFlow's name for k
  expect(() => localResponseNormalization(5, { bias: 2 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: localResponseNormalization: unknown option bias. Options: alpha, beta, k, mode.]`);
});
