import { winners } from "@convscope/viz";
import { expect, test } from "vitest";
import { imagenetWinners, personError, share } from "./winners.ts";

const of = (name: string): (typeof imagenetWinners)[number] => imagenetWinners.find((one) => one.name === name) ?? { year: 0, name, error: NaN };

test("each year no worse than the one before", () => {
  for (const [i, one] of imagenetWinners.slice(1).entries()) expect(one.error).toBeLessThan(imagenetWinners[i]?.error ?? 0);
  expect(share(of("features by hand"), of("AlexNet"))).toBeCloseTo(1 - 16.4 / 28.2, 10);
  expect(winners(imagenetWinners, { references: [{ name: "a person", error: personError }] })).toContain("5.1");
});
