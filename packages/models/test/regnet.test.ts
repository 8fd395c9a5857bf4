import fc from "fast-check";
import { expect, test } from "vitest";
import { regnetStages } from "../src/regnet.ts";

/** Radosavovic et al., arXiv:2003.13678, the figures beside table 5 and 6. */
test.each([
  ["X-3.2GF", [25, 88, 26.31, 2.25, 48], [2, 6, 15, 2], [96, 192, 432, 1008], 48],
  ["X-1.6GF, where a half is rounded to the even multiple", [18, 80, 34.01, 2.25, 24], [2, 4, 10, 2], [72, 168, 408, 912], 24],
  ["Y-8GF", [17, 192, 76.82, 2.19, 56], [2, 4, 10, 1], [224, 448, 896, 2016], 56],
  ["Y-32GF", [20, 232, 115.89, 2.53, 232], [2, 5, 12, 1], [232, 696, 1392, 3712], 232],
] as const)("Reg%s: blocks and widths of the stages", (_, [depth, initialWidth, slope, ratio, groupWidth], depths, widths, group) => {
  const stages = regnetStages({ depth, initialWidth, slope, ratio, groupWidth });
  expect(stages).toEqual(depths.map((blocks, i) => ({ filters: widths[i], depth: blocks, strides: 2, groupWidth: group })));
});

test("X-400MF is a little wider at its end than the authors' 384", () => {
  // 392 lies between two multiples of 16; the authors round half to even, torchvision half up.
  expect(regnetStages({ depth: 22, initialWidth: 24, slope: 24.48, ratio: 2.54, groupWidth: 16 }).map(({ filters, depth }) => [filters, depth])).toEqual([[32, 1], [64, 2], [160, 7], [400, 12]]);
});

test("all blocks are there, stages never narrow, and widths divide into groups", () => {
  const numbers = fc.record({ depth: fc.integer({ min: 1, max: 30 }), initialWidth: fc.integer({ min: 1, max: 40 }).map((n) => 8 * n), slope: fc.double({ min: 0, max: 200, noNaN: true }), ratio: fc.double({ min: 1.5, max: 3, noNaN: true }), groupWidth: fc.integer({ min: 1, max: 30 }).map((n) => 8 * n) });
  fc.assert(
    fc.property(numbers, (of) => {
      const stages = regnetStages(of);
      expect(stages.reduce((sum, { depth }) => sum + depth, 0)).toBe(of.depth);
      stages.forEach(({ filters, groupWidth }, i) => {
        expect(filters % groupWidth).toBe(0);
        expect(filters).toBeGreaterThanOrEqual(stages[i - 1]?.filters ?? 0);
      });
    }),
  );
});
