import { expect, test } from "vitest";
import { lectureSlips } from "./slips.ts";

test.each(lectureSlips.map((slip) => [slip.id, slip] as const))("%s: the working comes to the truth, and the claim does not", (_, { claimed, truth, working }) => {
  expect(working().value).toBeCloseTo(truth, 12);
  expect(claimed).not.toBe(truth);
});

test("each has its own name", () => expect(new Set(lectureSlips.map(({ id }) => id)).size).toBe(lectureSlips.length));
