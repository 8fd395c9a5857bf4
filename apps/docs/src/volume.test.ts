import { convolutionSteps } from "@convscope/viz";
import { expect, test } from "vitest";
import { channels, throughAll } from "./volume.ts";

test("the three channels and their sum", () => {
  const { each, sum, ...numbers } = throughAll(channels.map(({ input }) => input), channels.map(({ kernel }) => kernel));
  expect(each).toEqual([[[4, 3, 4], [2, 4, 3], [2, 3, 4]], [[2, 2, 3], [2, 3, 2], [2, 2, 3]], [[1, 3, 0], [1, 1, 3], [2, 0, 1]]]);
  expect(sum).toEqual([[7, 8, 7], [5, 8, 8], [6, 5, 8]]);
  expect(convolutionSteps(numbers)).toContain("7 8 7; 5 8 8; 6 5 8");
});
