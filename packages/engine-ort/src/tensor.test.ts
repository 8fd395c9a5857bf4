import { expect, test } from "vitest";
import { floatsOf } from "./tensor.ts";

test("numbers that other threads could change are copied, and so are those of other types; all others are taken as they are", () => {
  const own = Float32Array.of(1, 2);
  const shared = new Float32Array(new SharedArrayBuffer(8));
  shared.set(own);
  expect(floatsOf({ shape: [2], data: own })).toBe(own);
  for (const data of [shared, Int32Array.of(1, 2)]) {
    const copy = floatsOf({ shape: [2], data });
    expect(copy).toEqual(own);
    expect(copy.buffer).toBeInstanceOf(ArrayBuffer);
  }
});
