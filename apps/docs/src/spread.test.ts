import { expect, test } from "vitest";
import { spreads } from "./spread.ts";

test("He keeps the spread behind ReLU, Glorot without", () => {
  expect(spreads("He", { width: 256, depth: 20, activation: "ReLU" }).at(-1)).toBeCloseTo(Math.SQRT2, 9);
  expect(spreads("LeCun and Glorot", { width: 256, depth: 20, activation: "none" }).at(-1)).toBeCloseTo(1, 9);
  expect(spreads("LeCun and Glorot", { width: 256, depth: 21, activation: "ReLU" }).at(-1)).toBeCloseTo(2 ** -10, 9);
  expect(spreads("deviation 0.01", { width: 100, depth: 3, activation: "none" }).map((value) => Number(value.toPrecision(6)))).toEqual([0.1, 0.01, 0.001]);
});
