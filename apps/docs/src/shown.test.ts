import { expect, test } from "vitest";
import { shown } from "./shown.ts";

test("numbers as text", () => {
  expect([0.123456, -1.5, 1e-9, -0, 2e20, Infinity, NaN].map((value) => shown(value))).toEqual(["0.1235", "−1.5", "1e−9", "0", "2e20", "∞", "no number"]);
});
