import { expect, test } from "vitest";
import { numberTyped, rangeRefused, sizeRefused } from "./typed.ts";

test("numbers as people type them, and what is none", () => {
  expect(["3", " −2.5 ", "0,5", ".5", "-1."].map(numberTyped)).toEqual([3, -2.5, 0.5, 0.5, -1]);
  expect(["", "abc", "-", "1e3", "1 2", "."].map(numberTyped)).toEqual(Array(6).fill(undefined));
});

test("what lies outside is told its range", () => {
  expect([rangeRefused("5", 1, 9), rangeRefused("1", 1, 9), rangeRefused("-7", -1e9, 1e9)]).toEqual(["", "", ""]);
  expect([rangeRefused("0", 1, 9), rangeRefused("", 1, 9), rangeRefused("-0.1", 0, 1e9), rangeRefused("2", -1e9, 1), rangeRefused("-", -1e9, 1e9)]).toEqual([
    "A number from 1 to 9 is due.", "A number from 1 to 9 is due.", "A number from 0 on is due.", "A number up to 1 is due.", "A number is due.",
  ]);
  expect(sizeRefused([3, 5], 1, 7)).toBe("");
  expect(sizeRefused([0, 3], 1, 7)).toBe("There can be 1 to 7 rows and columns. Received 0.");
  expect(sizeRefused([3, 30], 1, 12)).toBe("There can be 1 to 12 rows and columns. Received 30.");
});
