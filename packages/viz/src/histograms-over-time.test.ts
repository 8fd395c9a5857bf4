import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutProblems, textBoxes } from "../test/layout.ts";
import { names } from "../test/names.ts";
import { histogramsOverTime } from "./histograms-over-time.ts";

const layer = (epochs: number) => ({ name: "conv1", histograms: Array.from({ length: epochs }, (_, epoch) => ({ epoch: epoch + 1, from: -1, to: 1, counts: [1, 2, 1] })) });
const ridges = (svg: string): number => svg.match(/stroke-linejoin="round"/g)?.length ?? 0;

it("draws a ridge for each epoch, and from the first to the last where there are many", () => {
  expect(ridges(histogramsOverTime([layer(3)]))).toBe(3);
  const many = histogramsOverTime([layer(100)], { limit: 8 });
  expect(ridges(many)).toBe(8);
  expect(textBoxes(many).map(({ what }) => what)).toEqual(expect.arrayContaining(["1", "100"]));
});

it("tells mean and deviation at the first and the last epoch", () => {
  // Bins around −2/3, 0 and 2/3 with ¼, ½ and ¼ of the values: variance ½·4/9.
  expect(/<desc>(.*)<\/desc>/.exec(histogramsOverTime([layer(2)]))?.[1]).toMatchInlineSnapshot(`"Histograms of 1 layer: conv1 with mean 0 and deviation 0.471 at epoch 1, mean 0 and deviation 0.471 at epoch 2."`);
});

it("compares densities, so that wide bins are not taller", () => {
  const svg = histogramsOverTime([{ name: "a", histograms: [{ epoch: 1, from: 0, to: 2, counts: [1, 1] }, { epoch: 2, from: 0, to: 2, counts: [500] }] }]);
  const heights = Array.from(svg.matchAll(/<path d="M[\d.]+ ([\d.]+)L[\d.]+ ([\d.]+)[^"]*" fill="#0b61b8"/g), ([, base, top]) => Number(base) - Number(top));
  expect(heights).toHaveLength(2);
  expect(heights[0]).toBeCloseTo(heights[1] ?? 0, 1);
});

it("keeps text apart, whatever the values and names", () => {
  const histogram = fc.record({ epoch: fc.nat(9999), from: fc.constantFrom(-1, -1e-7, 3), width: fc.constantFrom(1e-6, 0.3, 5000), counts: fc.array(fc.nat(1000), { minLength: 1, maxLength: 30 }) });
  fc.assert(
    fc.property(fc.array(fc.record({ name: names, all: fc.array(histogram, { minLength: 1, maxLength: 20 }) }), { minLength: 1, maxLength: 5 }), fc.constantFrom(240, 500, 760), (layers, width) => {
      const data = layers.map(({ name, all }) => ({ name, histograms: all.map(({ epoch, from, width: wide, counts }) => ({ epoch, from, to: from + wide, counts })) }));
      expect(layoutProblems(histogramsOverTime(data, { width }))).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

it("refuses what is no histogram", () => {
  expect(() => histogramsOverTime([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: histogramsOverTime: there must be a layer to draw. Received none.]`);
  expect(() => histogramsOverTime([{ name: "conv1", histograms: [] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: histogramsOverTime: every layer must have a histogram. Received none of "conv1".]`);
  expect(() => histogramsOverTime([{ name: "conv1", histograms: [{ epoch: 1, from: 1, to: 1, counts: [1] }] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: histogramsOverTime: a histogram must begin before it ends. Received 1 … 1 at epoch 1 of "conv1".]`);
  expect(() => histogramsOverTime([{ name: "conv1", histograms: [{ epoch: 1, from: 0, to: 1, counts: [1, -2] }] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: histogramsOverTime: counts must be numbers of at least 0, one or more. Received 1, -2 at epoch 1 of "conv1".]`);
  expect(() => histogramsOverTime([layer(1)], { limit: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: histogramsOverTime: limit must be a whole number above zero. Received 0.]`);
});
