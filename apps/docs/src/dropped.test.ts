import { expect, test } from "vitest";
import { dropped, meanDropped } from "./dropped.ts";

test("half of the values are doubled, the others nothing", () => {
  const { kept, output } = dropped([1, 2, 3, 4, 5, 6], 0.5, 3);
  output.forEach((value, i) => expect(value).toBe(kept[i] ? 2 * (i + 1) : 0));
  expect(dropped([1, 2], 0, 1).output).toEqual([1, 2]);
});

test("on average nothing changes", () => {
  meanDropped([1, 2, 3, 4], 0.3, 20_000).forEach((mean, i) => expect(mean / (i + 1)).toBeCloseTo(1, 1));
});
