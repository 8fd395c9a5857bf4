import { expect, test } from "vitest";
import { attempt } from "./attempt.ts";

test("what is computed comes back, and what is refused in its words, whatever was thrown", () => {
  expect(attempt(() => ({ sum: 3 }))).toEqual({ sum: 3 });
  expect(attempt(() => { throw new RangeError("kernelSize must be odd."); })).toEqual({ refused: "kernelSize must be odd." });
  const words: unknown = "no more";
  expect(attempt(() => { throw words; })).toEqual({ refused: "no more" });
});
