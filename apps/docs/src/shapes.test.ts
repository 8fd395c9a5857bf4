import { expect, test } from "vitest";
import { oneOf, shapesOf } from "./shapes.ts";

test("shapes as people type them", () => {
  expect(shapesOf("28x28x1")).toEqual([[28, 28, 1]]);
  expect(shapesOf(" 56×56×64  56,56,64 ")).toEqual([[56, 56, 64], [56, 56, 64]]);
  expect(() => shapesOf("28x0")).toThrowErrorMatchingInlineSnapshot(`[RangeError: The input must be sizes such as 28x28x1: height, width and channels. Received "28x0".]`);
  expect(() => shapesOf("99999999x99999999")).toThrowErrorMatchingInlineSnapshot(`[RangeError: The input is too large to be counted exactly: 99999999x99999999.]`);
});

test("a word that is unknown names the nearest", () => {
  expect(oneOf("padding", "same", ["valid", "same"])).toBe("same");
  expect(() => oneOf("padding", "sane", ["valid", "same"])).toThrowErrorMatchingInlineSnapshot(`[RangeError: There is no padding "sane". Did you mean "same"?]`);
});
