import { expect, test } from "vitest";
import { average, multiply, outputShape, subtract, windows } from "../index.ts";

test("element by element: all shapes are one", () => {
  for (const layer of [multiply(), subtract(), average()]) {
    expect(outputShape(layer, [[4, 4, 2], [4, 4, 2]])).toEqual([4, 4, 2]);
    expect(windows(layer, [[4, 4, 2], [4, 4, 2]])).toEqual(["pointwise", "pointwise"]);
  }
});

test("other shapes are refused", () => {
  expect(() => outputShape(multiply(), [[4, 4, 2], [2]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: multiply: inputs must have the same shape. Received 4×4×2 and 2. scale multiplies maps by a vector.]`);
  expect(() => outputShape(subtract(), [[4, 4, 2], [4, 4, 3]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: subtract: inputs must have the same shape. Received 4×4×2 and 4×4×3. A 1×1 convolution can project one to the other.]`);
  expect(() => outputShape(average(), [[4], [5], [4]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: average: inputs must have the same shape. Received 4 and 5 and 4. A 1×1 convolution can project one to the other.]`);
});
