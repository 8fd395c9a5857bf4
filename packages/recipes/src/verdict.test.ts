import { expect, test } from "vitest";
import { verdicts } from "./verdict.ts";

test("what is expected is met at its bound, and never by what is no number", () => {
  const expected = [{ measure: "accuracy", atLeast: 0.9 }, { measure: "loss", atMost: 0.5 }, { measure: "gone", atLeast: 0 }, { measure: "lost", atMost: 1 }];
  expect(verdicts(expected, { accuracy: 0.9, loss: 0.51, lost: NaN }).map(({ met }) => met)).toEqual([true, false, false, false]);
});
