import { expect, test } from "vitest";
import { derive, macs, outputShape, upSampling2d, windows } from "../index.ts";

test("height and width grow by their factors", () => {
  expect(outputShape(upSampling2d([2, 3]), [[4, 5, 6]])).toEqual([8, 15, 6]);
  expect(derive(upSampling2d([2, 3]), [[4, 5, 6]]).map(({ of, value }) => [of, value])).toEqual([["height", 8], ["width", 15]]);
});

test("interpolation weighs four neighbours", () => {
  const layer = upSampling2d(2, { interpolation: "bilinear" });
  expect(macs(layer, [[4, 5, 6]])).toBe(4 * 8 * 10 * 6);
  expect(derive(layer, [[4, 5, 6]]).at(-1)?.value).toBe(4 * 8 * 10 * 6);
  expect(macs(upSampling2d(2), [[4, 5, 6]])).toBe(0);
});

test("windows move by less than one input", () => {
  expect(windows(upSampling2d([2, 1]), [[4, 5, 6]])).toEqual([[{ size: 1, stride: 0.5, start: 0, middle: -0.25 }, { size: 1, stride: 1, start: 0 }]]);
  expect(windows(upSampling2d(2, { interpolation: "bilinear" }), [[4, 4, 1]])[0]?.[0]).toEqual({ size: 2, stride: 0.5, start: -0.25, middle: -0.25 });
  expect(windows(upSampling2d(2, { interpolation: "bilinear", alignCorners: true }), [[4, 4, 1]])[0]?.[0]).toEqual({ size: 2, stride: 3 / 7, start: 0, middle: 0 });
});

test("refused: corners to align where values are repeated, an unknown interpolation", () => {
  expect(() => upSampling2d(2, { alignCorners: true })).toThrowErrorMatchingInlineSnapshot(`[LayerError: upSampling2d: alignCorners goes with interpolation "bilinear" only. Received "nearest". Leave alignCorners out.]`);
  // @ts-expect-error: from JavaScript or a file
  expect(() => upSampling2d(2, { interpolation: "linear" })).toThrowErrorMatchingInlineSnapshot(`[LayerError: upSampling2d: interpolation must be "nearest" or "bilinear". Received "linear". Did you mean "bilinear"?]`);
});
