import { expect, test } from "vitest";
import { derive, outputShape, roiPooling, windows } from "../index.ts";

test("each box becomes maps of one size", () => {
  const layer = roiPooling(7, { spatialScale: 1 / 16 });
  expect(outputShape(layer, [[38, 50, 512], [300, 4]])).toEqual([300, 7, 7, 512]);
  expect(derive(layer, [[38, 50, 512], [300, 4]]).map(({ of, value }) => [of, value])).toEqual([["height", 7], ["width", 7]]);
  expect(windows(layer, [[38, 50, 512], [300, 4]])).toEqual(["global", "global"]);
});

test("refused: boxes that are none, and a scale that is none", () => {
  expect(() => outputShape(roiPooling(7), [[38, 50, 512], [300, 5]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: roiPooling: boxes must be [n, 4], each x1, y1, x2, y2. Received [300, 5] as the second input.]`);
  expect(() => roiPooling(7, { spatialScale: 0 })).toThrowErrorMatchingInlineSnapshot(`[LayerError: roiPooling: spatialScale must be above 0. Received 0. It is the size of the maps over that of the picture, e.g. 1 / 16.]`);
});
