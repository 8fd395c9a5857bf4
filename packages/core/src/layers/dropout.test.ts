import { expect, test } from "vitest";
import { derive, dropout, outputShape, spatialDropout1d, spatialDropout2d, stochasticDepth, weights, windows } from "../index.ts";

test("dropping keeps the shape and learns nothing", () => {
  for (const [layer, shape] of [[dropout(), [128]], [spatialDropout1d(0.1), [20, 8]], [spatialDropout2d(), [7, 7, 64]], [stochasticDepth(0.2), [7, 7, 64]]] as const) {
    expect(outputShape(layer, [shape])).toEqual(shape);
    expect([weights(layer, [shape]), derive(layer, [shape]), windows(layer, [shape])]).toEqual([{}, [], ["pointwise"]]);
    expect(JSON.parse(JSON.stringify(layer))).toEqual(layer);
  }
  expect([dropout(), stochasticDepth(0.2)]).toEqual([{ kind: "dropout", rate: 0.5 }, { kind: "stochasticDepth", rate: 0.2, mode: "row" }]);
});

test("what is refused, and how", () => {
  expect(() => dropout(50)).toThrowErrorMatchingInlineSnapshot(`[LayerError: dropout: rate must be a number from 0 to 1. Received 50.]`);
  expect(() => outputShape(spatialDropout2d(), [[128]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: spatialDropout2d: input must be [height, width, channels]. Received a vector of 128. A reshape layer can make one.]`);
  expect(() => outputShape(spatialDropout1d(), [[7, 7, 64]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: spatialDropout1d: input must be [length, channels]. Received [7, 7, 64]. A reshape or embedding layer can make one.]`);
  // @ts-expect-error torchvision's other word is "batch"
  expect(() => stochasticDepth(0.1, { mode: "sample" })).toThrowErrorMatchingInlineSnapshot(`[LayerError: stochasticDepth: mode must be "row" or "batch". Received "sample".]`);
});
