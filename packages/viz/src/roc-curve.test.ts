import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutProblems, textBoxes } from "../test/layout.ts";
import { names } from "../test/names.ts";
import { prCurve, rocCurve } from "./roc-curve.ts";

const texts = (svg: string): string[] => textBoxes(svg).map(({ what }) => what);

// Four samples, scores 0.9 (positive), 0.8 (negative), 0.6 (positive), 0.1 (negative): of four pairs, three are in order.
it("has the area of an example worked by hand", () => {
  expect(texts(rocCurve([{ name: "cat", points: [[0, 0], [0, 0.5], [0.5, 0.5], [0.5, 1], [1, 1]] }]))).toContain("cat: AUC 0.75");
  // Recall ½ with precision 1, recall 1 with precision ⅔: ½·1 + ½·⅔.
  expect(texts(prCurve([{ name: "cat", points: [[0, 1], [0.5, 1], [0.5, 0.5], [1, 2 / 3], [1, 0.5]] }]))).toContain("cat: AP 0.833");
  expect(texts(rocCurve([{ name: "cat", points: [[0, 0], [1, 1]], area: 0.9 }]))).toContain("cat: AUC 0.9");
  // What is not perfect is not called so.
  expect(texts(rocCurve([0.9999, 1].map((area) => ({ name: "cat", points: [[0, 0], [1, 1]] as const, area })))).filter((text) => text.startsWith("cat"))).toEqual(["cat: AUC >0.999", "cat: AUC 1"]);
});

it("draws precision in the steps that the average precision sums", () => {
  const line = (svg: string): number[] => [.../<path d="([^"]*)" fill="none"/.exec(svg)?.[1]?.matchAll(/-?[\d.]+/g) ?? []].map(Number);
  const points = [[0, 1], [0.5, 0.5], [1, 0.75]] as const;
  const corners = Array.from({ length: 5 }, (_, i) => line(prCurve([{ name: "cat", points }])).slice(2 * i, 2 * i + 2));
  // Every stretch goes up, down or across.
  expect(corners.slice(1).map(([x, y], i) => (x === corners[i]?.[0] ? "along" : y === corners[i]?.[1] ? "across" : "sloped"))).toEqual(["along", "across", "along", "across"]);
  expect(line(rocCurve([{ name: "cat", points }]))).toHaveLength(6);
});

it("draws what guessing reaches", () => {
  const broken = (svg: string): number => svg.match(/stroke-dasharray="4 4"/g)?.length ?? 0;
  const points = [[0, 0], [1, 1]] as const;
  expect([broken(rocCurve([{ name: "cat", points }])), broken(prCurve([{ name: "cat", points }])), broken(prCurve([{ name: "cat", points, positives: 0.3 }]))]).toEqual([1, 0, 1]);
});

it("tells the curves in words", () => {
  expect(/<desc>(.*)<\/desc>/.exec(rocCurve([{ name: "cat", points: [[0, 0], [0.05, 0.6], [1, 1]] }, { name: "dog", points: [[0, 0], [1, 1]] }]))?.[1]).toMatchInlineSnapshot(`"ROC curve: cat with AUC 0.775 over 3 thresholds, 60.0 % true at 10 % false positives and dog with AUC 0.5 over 2 thresholds, 0.0 % true at 10 % false positives."`);
});

it("keeps text apart, whatever the points and names", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const curve = fc.record({ name: names, points: fc.array(fc.tuple(share, share), { minLength: 2, maxLength: 40 }) });
  fc.assert(
    fc.property(fc.array(curve, { minLength: 1, maxLength: 12 }), fc.constantFrom(240, 520, 900), (all, width) => {
      const curves = all.map(({ name, points }) => ({ name, points: points.toSorted((a, b) => a[0] - b[0]), positives: 0.2 }));
      expect(layoutProblems(rocCurve(curves, { width }))).toEqual([]);
      expect(layoutProblems(prCurve(curves, { width }))).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

it("refuses what is no curve of rates", () => {
  expect(() => rocCurve([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: rocCurve: there must be a curve to draw. Received none.]`);
  expect(() => rocCurve([{ name: "cat", points: [[0, 0]] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: rocCurve: every curve must hold two points at least. Received 1 in "cat".]`);
  expect(() => prCurve([{ name: "cat", points: [[0, 0], [50, 1]] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: prCurve: points must be shares in 0 … 1. Received 50, 1 in "cat".]`);
  expect(() => rocCurve([{ name: "cat", points: [[0.5, 0], [0.4, 1]] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: rocCurve: points must be in rising x. Received 0.4 after 0.5 in "cat".]`);
});
