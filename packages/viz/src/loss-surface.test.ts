import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutProblems } from "../test/layout.ts";
import { names } from "../test/names.ts";
import { isolines } from "./isolines.ts";
import { lossSurface } from "./loss-surface.ts";

const bowl = { loss: (x: number, y: number) => x * x + 4 * y * y, x: [-2, 2] as const, y: [-1, 1] as const };

it("finds the line of a level by straight lines between the corners", () => {
  // Value 2·column: level 1 is the upright line in the middle.
  expect(isolines({ rows: 2, columns: 2, values: [0, 2, 0, 2] }, 1)).toEqual([[[0.5, 0], [0.5, 1]]]);
  expect(isolines({ rows: 2, columns: 2, values: [0, 2, 0, 2] }, 3)).toEqual([]);
});

it("parts a saddle by its middle", () => {
  // High in two opposite corners: with a high middle they are joined, and the low corners cut off.
  const cut = (high: number) => isolines({ rows: 2, columns: 2, values: [high, 0, 0, high] }, 1).map((piece) => piece.map(([x, y]) => Math.hypot(x - 1, y) < 1).join());
  expect(cut(3)).toEqual(["true,true", "false,false"]);
  expect(cut(1.5).every((one) => one === "true,true" || one === "false,false")).toBe(false);
});

it("gives points that have the level, wherever a smooth function is sampled finely", () => {
  const values = Float64Array.from({ length: 101 * 101 }, (_, i) => ((i % 101) / 50 - 1) ** 2 + (Math.floor(i / 101) / 50 - 1) ** 2);
  fc.assert(
    fc.property(fc.double({ min: 0.05, max: 1.5, noNaN: true }), (level) => {
      const ends = isolines({ rows: 101, columns: 101, values }, level).flat();
      expect(ends.length).toBeGreaterThan(0);
      for (const [x, y] of ends) expect((x / 50 - 1) ** 2 + (y / 50 - 1) ** 2).toBeCloseTo(level, 3);
    }),
    { numRuns: 10 },
  );
});

it("tells the loss and the ways over it", () => {
  const svg = lossSurface({ ...bowl, paths: [{ name: "too large", points: [[1, 0.5], [-1.5, -0.9], [9, 4]] }] });
  expect(/<desc>(.*)<\/desc>/.exec(svg)?.[1]).toMatchInlineSnapshot(`"Loss from 0 to 8 over first weight from −2 to 2 and second weight from −1 to 1; too large from 1, 0.5 in 2 steps to 9, 4."`);
});

it("ends a way that leaves the picture at its border", () => {
  const svg = lossSurface({ ...bowl, paths: [{ name: "away", points: [[0, 0], [4, 0]] }] });
  const [, x = 0, width = 0] = (/<image x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/.exec(svg) ?? []).map(Number);
  const end = /<path d="M[\d.]+ [\d.]+L([\d.]+) [\d.]+" fill="none" stroke="#0b61b8"/.exec(svg)?.[1];
  expect(Number(end)).toBeCloseTo(x + width, 1);
});

it("draws a grid as it draws the function that it samples", () => {
  const data = Array.from({ length: 25 }, (_, i) => bowl.loss(-2 + (i % 5), -1 + Math.floor(i / 5) / 2));
  expect(lossSurface({ ...bowl, loss: { shape: [5, 5], data } })).toContain("Loss from 0 to 8 over");
});

it("keeps text apart", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ name: names, points: fc.array(fc.tuple(fc.double(), fc.double()), { minLength: 1, maxLength: 8 }) }), { maxLength: 7 }), fc.constantFrom(240, 620), names, (paths, width, xLabel) => {
      const known = paths.map((one) => ({ ...one, points: one.points.filter((point) => point.every((value) => Math.abs(value) < 1e6)) })).filter((one) => one.points.length > 0);
      expect(layoutProblems(lossSurface({ ...bowl, paths: known }, { width, xLabel, levels: 4 }))).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

it("refuses what cannot be drawn", () => {
  expect(() => lossSurface({ ...bowl, x: [2, 1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: lossSurface: x must be two numbers in rising order. Received 2, 1.]`);
  expect(() => lossSurface({ ...bowl, loss: { shape: [1, 3], data: [1, 2, 3] } })).toThrowErrorMatchingInlineSnapshot(`[RangeError: lossSurface: loss must have two rows and two columns at least. Received [1, 3].]`);
  expect(() => lossSurface({ ...bowl, loss: () => Number.NaN })).toThrowErrorMatchingInlineSnapshot(`[RangeError: lossSurface: the loss must be a number somewhere. Received none.]`);
  expect(() => lossSurface({ ...bowl, paths: [{ name: "none", points: [] }] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: lossSurface: every path must hold a point. Received none in "none".]`);
  expect(() => lossSurface(bowl, { levels: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: lossSurface: levels must be a whole number in 1 … 60. Received 0.]`);
});
