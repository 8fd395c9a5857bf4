import { expect, test } from "vitest";
import { digitCodes, outputShape, rbf } from "../index.ts";

test("ten codes of 84 signs, any two of them apart in more than five places", () => {
  expect(digitCodes.map((code) => code.length)).toEqual(Array.from({ length: 10 }, () => 84));
  const apart = digitCodes.flatMap((a, i) => digitCodes.slice(i + 1).map((b) => Array.from(a).filter((sign, at) => sign !== b[at]).length));
  expect(apart).toHaveLength(45);
  expect(Math.min(...apart)).toBeGreaterThan(5);
});

test("they are what the last layer of LeNet-5 compares 84 values with", () => {
  expect(outputShape(rbf(10, { codes: digitCodes }), [[84]])).toEqual([10]);
});
