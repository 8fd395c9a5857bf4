import { expect, test } from "vitest";
import { erf } from "./erf.ts";

test("the error function at points of Abramowitz & Stegun, table 7.1", () => {
  expect(erf(0)).toBe(0);
  expect(erf(0.5)).toBeCloseTo(0.5204998778, 10);
  expect(erf(1)).toBeCloseTo(0.8427007929, 10);
  expect(erf(2)).toBeCloseTo(0.995322265, 10);
  expect(erf(-1)).toBe(-erf(1));
  expect([erf(5.9), erf(6.1), erf(-40)]).toEqual([1, 1, -1]);
});
