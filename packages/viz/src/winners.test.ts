import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutProblems, textBoxes } from "../test/layout.ts";
import { names } from "../test/names.ts";
import { winners } from "./winners.ts";

const rows = [{ year: 2011, name: "by hand", error: 0.258 }, { year: 2012, name: "AlexNet", error: 0.164, depth: 8 }];

it("draws errors and depths to scale, and a dash where there is no depth", () => {
  const svg = winners(rows);
  const heights = Array.from(svg.matchAll(/<rect x="[\d.]+" y="[\d.]+" width="44" height="([\d.]+)"/g), ([, height]) => Number(height));
  expect(heights).toHaveLength(3);
  expect((heights[1] ?? 0) / (heights[0] ?? 1)).toBeCloseTo(0.164 / 0.258, 4);
  expect(textBoxes(svg).map(({ what }) => what)).toEqual(expect.arrayContaining(["25.8", "16.4", "8", "–", "2012"]));
});

it("tells all of it in words", () => {
  expect(/<desc>(.*)<\/desc>/.exec(winners(rows, { references: [{ name: "a person", error: 0.051 }] }))?.[1]).toMatchInlineSnapshot(`"2011 by hand with 25.8 % and 2012 AlexNet with 16.4 % and 8 layers; to compare: a person: 5.1 %."`);
});

it("keeps text apart, whatever the names", () => {
  const winner = fc.record({ year: fc.integer({ min: 1950, max: 2100 }), name: names, error: fc.double({ min: 0, max: 1, noNaN: true }), depth: fc.option(fc.integer({ min: 1, max: 1000 })) });
  fc.assert(
    fc.property(fc.array(winner, { minLength: 1, maxLength: 16 }), fc.array(fc.record({ name: names, error: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 3 }), fc.constantFrom(240, 760), (all, references, width) => {
      const data = all.map(({ depth, ...rest }) => ({ ...rest, ...(depth !== null && { depth }) }));
      expect(layoutProblems(winners(data, { references, width }))).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

it("refuses what is no share and no depth", () => {
  expect(() => winners([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: winners: there must be a winner to draw. Received none.]`);
  expect(() => winners([{ year: 2012, name: "AlexNet", error: 16.4 }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: winners: error must be a share in 0 … 1. Received 16.4 of "AlexNet".]`);
  expect(() => winners([{ year: 2012, name: "AlexNet", error: 0.164, depth: 0 }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: winners: depth must be above zero. Received 0 of "AlexNet".]`);
});
