import { expect, test } from "vitest";
import { derive, globalAveragePooling1d, globalAveragePooling2d, globalMaxPooling1d, globalMaxPooling2d, macs, outputShape, windows } from "../index.ts";

test("maps and sequences become one number per channel", () => {
  for (const layer of [globalAveragePooling2d(), globalMaxPooling2d()]) expect(outputShape(layer, [[7, 7, 512]])).toEqual([512]);
  for (const layer of [globalAveragePooling1d(), globalMaxPooling1d()]) expect(outputShape(layer, [[20, 64]])).toEqual([64]);
});

test("each of them sees everything, and multiplies nothing", () => {
  for (const layer of [globalAveragePooling2d(), globalMaxPooling2d(), globalAveragePooling1d(), globalMaxPooling1d()]) {
    expect([windows(layer, [[7, 7, 2]]), macs(layer, [[7, 7, 2]]), derive(layer, [[7, 7, 2]])]).toEqual([["global"], 0, []]);
    expect(JSON.parse(JSON.stringify(layer))).toEqual(layer);
  }
});

test("the wrong number of axes is refused", () => {
  expect(() => outputShape(globalAveragePooling2d(), [[20, 64]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: globalAveragePooling2d: input must be [height, width, channels]. Received [20, 64]. A reshape layer can make one.]`);
  expect(() => outputShape(globalMaxPooling2d(), [[64]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: globalMaxPooling2d: input must be [height, width, channels]. Received a vector of 64. A reshape layer can make one.]`);
  expect(() => outputShape(globalAveragePooling1d(), [[7, 7, 512]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: globalAveragePooling1d: input must be [length, channels]. Received [7, 7, 512]. A reshape or embedding layer can make one.]`);
  expect(() => outputShape(globalMaxPooling1d(), [[64]])).toThrowErrorMatchingInlineSnapshot(`[LayerError: globalMaxPooling1d: input must be [length, channels]. Received [64]. A reshape or embedding layer can make one.]`);
});
