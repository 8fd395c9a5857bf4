import { lectureSlips } from "@convscope/core";
import { expect, test } from "vitest";
import { slipsOf, themes } from "./workedSlips.ts";

test("each slip has its theme, and its working comes to the truth", () => {
  expect(Object.values(themes).flat().toSorted()).toEqual(lectureSlips.map(({ id }) => id).toSorted());
  for (const theme of Object.keys(themes)) for (const slip of slipsOf(theme)) expect(slip.holds, slip.id).toBe(true);
});

test("as it is shown", () => {
  expect(slipsOf("Dense layers on pictures")[0]).toMatchObject({ truth: "24,883,200,000,000 weights", working: expect.stringContaining("6220800·4000000") as string });
  expect(slipsOf("The loop of the 9 and the X")[1]?.truth).toBe("−0.5556");
  expect(slipsOf("Others that one can work out").map(({ truth }) => truth)).toContain("1 kink");
});
