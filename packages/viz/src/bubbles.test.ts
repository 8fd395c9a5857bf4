import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutProblems, textBoxes } from "../test/layout.ts";
import { names } from "../test/names.ts";
import { bubbles } from "./bubbles.ts";
import { namePlaces } from "./label-places.ts";

const area = { x: 0, y: 0, width: 300, height: 200 };

it("puts names beside their marks, never on a mark or another name, and within the area", () => {
  const coordinate = fc.integer({ min: 0, max: 300 });
  fc.assert(
    fc.property(fc.array(fc.record({ x: coordinate, y: coordinate, r: fc.integer({ min: 1, max: 30 }), width: fc.integer({ min: 5, max: 120 }) }), { maxLength: 30 }), (all) => {
      const marks = all.map((one) => ({ ...one, height: 12 }));
      const boxes = namePlaces(marks, area).flatMap((place) => place?.box ?? []);
      boxes.forEach((a, i) => {
        expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= 300 && a.y + a.height <= 200).toBe(true);
        expect(boxes.some((b, k) => k !== i && a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)).toBe(false);
        expect(marks.some(({ x, y, r }) => Math.hypot(x - Math.max(a.x, Math.min(x, a.x + a.width)), y - Math.max(a.y, Math.min(y, a.y + a.height))) < r)).toBe(false);
      });
    }),
    { numRuns: 50 },
  );
});

it("prefers the right, then the left, and goes further where it is crowded", () => {
  const mark = { x: 100, y: 100, r: 5, width: 40, height: 12 };
  expect(namePlaces([mark], area)).toEqual([{ box: { x: 109, y: 94, width: 40, height: 12 }, far: false }]);
  expect(namePlaces([{ ...mark, x: 290 }], area)[0]?.box.x).toBeCloseTo(241, 6);
  expect(namePlaces([{ ...mark, width: 301 }], area)).toEqual([undefined]);
});

const models = [
  { name: "small", macs: 1e9, accuracy: 0.7, params: 4e6 },
  { name: "large", macs: 8e9, accuracy: 0.8, params: 64e6 },
];

it("draws the parameters as areas", () => {
  const radii = Array.from(bubbles(models).matchAll(/<circle [^>]*r="([\d.]+)"/g), ([, r]) => Number(r));
  expect((radii[0] ?? 0) / (radii[1] ?? 1)).toBeCloseTo(4, 6);
});

it("paints no two of eighteen families alike", () => {
  const all = Array.from({ length: 18 }, (_, i) => ({ name: `m${i}`, macs: 10 ** (i + 1), accuracy: 0.5, params: 1e6, family: `family ${i}` }));
  const paints = Array.from(bubbles(all).matchAll(/<circle [^>]*r="26"([^>]*)>/g), ([, paint]) => paint);
  expect(paints).toHaveLength(18);
  expect(new Set(paints).size).toBe(18);
});

it("tells the models, the most accurate first", () => {
  expect(/<desc>(.*)<\/desc>/.exec(bubbles(models))?.[1]).toMatchInlineSnapshot(`"2 models from the most accurate: large with 80 %, 8 G MACs and 64 M parameters and small with 70 %, 1 G MACs and 4 M parameters."`);
});

it("keeps text apart, whatever the models", () => {
  const model = fc.record({ name: names, macs: fc.double({ min: 1e3, max: 1e13, noNaN: true }), accuracy: fc.double({ min: 0, max: 1, noNaN: true }), params: fc.double({ min: 1, max: 1e10, noNaN: true }), family: fc.constantFrom("a", "b", "c") });
  fc.assert(
    fc.property(fc.array(model, { minLength: 1, maxLength: 25 }), fc.constantFrom(240, 760), fc.constantFrom<"linear" | "log">("linear", "log"), (all, width, xScale) => {
      const svg = bubbles(all, { width, xScale });
      // A large bubble at the rim may reach over it; text may not.
      expect(layoutProblems(svg).filter((problem) => !problem.startsWith('"circle"'))).toEqual([]);
      expect(textBoxes(svg).length).toBeGreaterThan(3);
    }),
    { numRuns: 25 },
  );
});

it("refuses what has no place", () => {
  expect(() => bubbles([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: bubbles: there must be a model to draw. Received none.]`);
  expect(() => bubbles([{ name: "none", macs: 0, accuracy: 0.5, params: 1 }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: bubbles: macs and params must be above zero. Received 0 and 1 of "none".]`);
  expect(() => bubbles([{ name: "per cent", macs: 1, accuracy: 71.6, params: 1 }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: bubbles: accuracy must be a share in 0 … 1. Received 71.6 of "per cent".]`);
});
