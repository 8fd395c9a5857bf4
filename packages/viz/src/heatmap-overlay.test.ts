import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutProblems, textBoxes } from "../test/layout.ts";
import { names } from "../test/names.ts";
import { heatmapOverlay } from "./heatmap-overlay.ts";

const image = new Uint8Array(4 * 6 * 3).fill(90);
const one = { image, shape: [4, 6, 3], map: { shape: [2, 3], data: [0, 0, 0.5, 0, 0, 0] } };
const texts = (svg: string): string[] => textBoxes(svg).map(({ what }) => what);

it("tells where the map is largest, and scales by it", () => {
  const svg = heatmapOverlay([{ ...one, name: "cat" }]);
  expect(/<desc>(.*)<\/desc>/.exec(svg)?.[1]).toMatchInlineSnapshot(`"Maps over images; cat: largest 0.5 in size at row 0, column 5."`);
  expect(texts(svg)).toEqual(expect.arrayContaining(["cat", "0", "0.5"]));
  expect(svg.match(/<image /g)).toHaveLength(5);
  expect(heatmapOverlay([one], { view: "overlay" }).match(/<image /g)).toHaveLength(3);
});

it("uses two hues where something speaks against, unless one is asked for", () => {
  const against = { ...one, map: { shape: [1, 2], data: [-1, 0.25] } };
  expect(texts(heatmapOverlay([against]))).toEqual(expect.arrayContaining(["−1", "+1"]));
  expect(texts(heatmapOverlay([against], { scale: "sequential" }))).toEqual(expect.arrayContaining(["0", "0.25"]));
  expect(texts(heatmapOverlay([one], { scale: "diverging" }))).toEqual(expect.arrayContaining(["−0.5", "+0.5"]));
});

it("gives all maps one range when asked to", () => {
  const maps = [one, { ...one, map: { shape: [1, 1], data: [2] } }];
  expect(texts(heatmapOverlay(maps))).toContain("+largest of each");
  expect(texts(heatmapOverlay(maps, { range: "shared" }))).toContain("2");
});

it("keeps text apart, whatever the sizes and names", () => {
  const side = fc.constantFrom(1, 5, 28, 100);
  fc.assert(
    fc.property(fc.array(fc.record({ height: side, width: side, name: names }), { minLength: 1, maxLength: 5 }), fc.constantFrom(240, 760), fc.constantFrom("overlay", "strip"), fc.nat(3), (all, width, view, negative) => {
      const maps = all.map(({ height, width: w, name }) => ({ name, image: new Uint8Array(height * w), shape: [height, w, 1], map: { shape: [2, 2], data: [1, 0, Number.NaN, negative - 1] } }));
      expect(layoutProblems(heatmapOverlay(maps, { width, view }))).toEqual([]);
    }),
    { numRuns: 20 },
  );
});

it("refuses what does not belong together", () => {
  expect(() => heatmapOverlay([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: heatmapOverlay: there must be a map to draw. Received none.]`);
  expect(() => heatmapOverlay([{ ...one, shape: [4, 6] }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: heatmapOverlay: shape of an image must be [H, W, C]. Received [4, 6].]`);
  expect(() => heatmapOverlay([{ ...one, map: { shape: [2, 2], data: [1] } }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: heatmapOverlay: data of map must hold as many numbers as its shape says. Received 1, and [2, 2] asks for 4.]`);
  expect(() => heatmapOverlay([one], { side: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: heatmapOverlay: side must lie in 16 … 2000 pixels. Received 1.]`);
});
