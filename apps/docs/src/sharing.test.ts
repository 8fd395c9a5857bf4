import { expect, test } from "vitest";
import { connections } from "./sharing.ts";

test("28×28×1 to 8 maps of 26×26, as core counts it", () => {
  const { units, places, ways } = connections("28x28x1", 8, 3, true);
  expect([units, places, ...ways.map(({ params }) => params)]).toEqual([5_408, "26×26", 4_245_280, 54_080, 80]);
});

test("1000×1000 and 100 maps of 10×10 patches: the classic comparison", () => {
  const { ways } = connections("1000x1000x1", 1, 10, false);
  expect(ways.map(({ params }) => params)).toEqual([1_000_000 * 991 * 991, 991 * 991 * 100, 100]);
  expect(() => connections("5x5x1", 1, 7, true)).toThrow(/kernel/);
});
