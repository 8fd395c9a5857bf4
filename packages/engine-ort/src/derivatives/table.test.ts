import { expect, test } from "vitest";
import { derivativeOf } from "./table.ts";

test("an operation without derivative says so", () => {
  expect(() => derivativeOf("MaxRoiPool")).toThrowErrorMatchingInlineSnapshot(`[Error: MaxRoiPool: there is no derivative: it does not say where its maxima are.]`);
  expect(() => derivativeOf("Abs")).toThrowErrorMatchingInlineSnapshot(`[Error: Abs: there is no derivative.]`);
});
