import { expect, it } from "vitest";
import { colorJitter, drawOperations, type ColorJitter } from "../index.ts";

const kindsOf = (step: ColorJitter, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => drawOperations([step], [8, 8, 3], { seed: 3, path: [i] }).map(({ kind }) => kind).join(" "));

it("does the four in each of the 24 orders, all as likely", () => {
  const counts = new Map<string, number>();
  for (const kinds of kindsOf(colorJitter(), 4_800)) counts.set(kinds, (counts.get(kinds) ?? 0) + 1);
  expect(counts.size).toBe(24);
  // χ² of 23 degrees of freedom is above 49.7 in one of 1,000 cases.
  expect([...counts.values()].reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0)).toBeLessThan(49.7);
});

it("leaves out what is 0", () => {
  expect(new Set(kindsOf(colorJitter({ contrast: 0, hue: 0 }), 50))).toEqual(new Set(["brightness saturation", "saturation brightness"]));
});

it("has MoCo v2's ranges", () => {
  expect(colorJitter()).toEqual({ kind: "colorJitter", p: 1, brightness: [0.6, 1.4], contrast: [0.6, 1.4], saturation: [0.6, 1.4], hue: [-0.1, 0.1] });
});
