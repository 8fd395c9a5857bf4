import fc from "fast-check";
import { expect, it } from "vitest";
import { layoutProblems, textBoxes } from "../test/layout.ts";
import { names } from "../test/names.ts";
import { featureMaps } from "./feature-maps.ts";

const texts = (svg: string): string[] => textBoxes(svg).map(({ what }) => what);
const pictures = (svg: string): (string | undefined)[] => Array.from(svg.matchAll(/href="([^"]*)"/g), ([, href]) => href);
// Three maps of 1×2: 1 and 2, nothing, 10 and 20.
const maps = { shape: [1, 2, 3], data: [1, 0, 10, 2, 0, 20] };

it("scales each map by itself, or all of a node together", () => {
  const [first, , third] = pictures(featureMaps([{ node: "conv1", maps }]));
  expect(first).toBe(third);
  const [faint, , full] = pictures(featureMaps([{ node: "conv1", maps }], { scale: "node" }));
  expect([faint === full, full]).toEqual([false, third]);
  expect(texts(featureMaps([{ node: "conv1", maps }], { scale: "node" }))).toContain("20");
});

it("marks what is dead and says how many are drawn", () => {
  const svg = featureMaps([{ node: "conv1", maps }, { node: "conv2", maps: { shape: [1, 1, 512], data: new Float32Array(512).fill(0.5) } }], { limit: 2 });
  expect(/<desc>(.*)<\/desc>/.exec(svg)?.[1]).toMatchInlineSnapshot(`"2 nodes: conv1 1×2×3, the first 2 of 3 maps, 1 of 3 dead and conv2 1×1×512, the first 2 of 512 maps."`);
  expect(svg.match(/stroke-linecap="round"/g)).toHaveLength(1);
  expect(texts(svg)).toContain("conv1: 1×2×3, the first 2 of 3 maps, 1 of 3 dead");
});

it("shows negative values in the other hue", () => {
  expect(texts(featureMaps([{ node: "conv1", maps: { shape: [1, 1, 2], data: [-1, 1] } }]))).toEqual(expect.arrayContaining(["−largest", "+largest of each"]));
});

it("keeps text apart, whatever the sizes and names", () => {
  const side = fc.constantFrom(1, 7, 28, 130);
  fc.assert(
    fc.property(fc.array(fc.record({ node: names, height: side, width: side, channels: fc.constantFrom(1, 8, 70) }), { minLength: 1, maxLength: 3 }), fc.constantFrom(240, 760), (all, width) => {
      const nodes = all.map(({ node, height, width: w, channels }) => ({ node, maps: { shape: [height, w, channels], data: new Float32Array(height * w * channels).fill(1) } }));
      expect(layoutProblems(featureMaps(nodes, { width, limit: 20 }))).toEqual([]);
    }),
    { numRuns: 15 },
  );
});

it("refuses what does not belong together", () => {
  expect(() => featureMaps([])).toThrowErrorMatchingInlineSnapshot(`[RangeError: featureMaps: there must be a node to draw. Received none.]`);
  expect(() => featureMaps([{ node: "conv1", maps: { shape: [2, 2], data: [1, 2, 3, 4] } }])).toThrowErrorMatchingInlineSnapshot(`[RangeError: featureMaps: shape of maps of conv1 must be [H, W, C] with sizes of at least 1. Received [2, 2].]`);
  expect(() => featureMaps([{ node: "conv1", maps }], { limit: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: featureMaps: limit must be a whole number above zero. Received 0.]`);
});
