import { expect, test } from "vitest";
import { averagePooling2d, outputShape } from "../index.ts";

test("padding counts unless one says otherwise", () => {
  expect(averagePooling2d(3, { strides: 1, padding: 1 }).countIncludePad).toBe(true);
  expect(averagePooling2d(3, { countIncludePad: false })).toEqual({ kind: "averagePooling2d", kernelSize: [3, 3], strides: [3, 3], padding: [[0, 0], [0, 0]], ceilMode: false, countIncludePad: false });
  expect(outputShape(averagePooling2d(3, { strides: 1, padding: 1 }), [[35, 35, 192]])).toEqual([35, 35, 192]);
});

test("a word where true or false belongs is refused", () => {
  // @ts-expect-error: from JavaScript or a file
  expect(() => averagePooling2d(3, { countIncludePad: "no" })).toThrowErrorMatchingInlineSnapshot(`[LayerError: averagePooling2d: countIncludePad must be true or false. Received "no".]`);
});
