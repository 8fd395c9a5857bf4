import { expect, it } from "vitest";
import fc from "fast-check";
import { bell, net } from "../test/explained.ts";
import { layoutProblems } from "../test/layout.ts";
import { receptiveFieldFigure } from "./receptive-field-figure.ts";

const description = (svg: string): string => /<desc>(.*)<\/desc>/.exec(svg)?.[1] ?? "";

it("draws the exact box of a unit, and says how large it is without the border", () => {
  // conv1 sees 3, after pooling conv2 sees 3 + 1 + 2·2 = 8, and conv3 8 + 2 + 2·4 = 18 places.
  expect(description(receptiveFieldFigure({ graph: net, units: [{ node: "conv1", unit: [0, 0] }, { node: "conv2" }, { node: "conv3", unit: [7, 3] }] }))).toMatchInlineSnapshot(`"What units of small see of an input of 32×32: conv1 at 0, 0: 3×3, 2×2 within the image, rows 0 to 1 and columns 0 to 1, conv2 at 8, 8: 8×8, rows 13 to 20 and columns 13 to 20 and conv3 at 7, 3: 18×18, 11×18 within the image, rows 21 to 31 and columns 5 to 22."`);
});

it("draws each box where its unit sees, and the last again over what moves it", () => {
  const units = [{ node: "conv1", unit: [0, 31] as const }, { node: "pool1", unit: [2, 3] as const }];
  const boxes = (svg: string): number[][] => Array.from(svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="none" stroke="#101418"/g), ([, ...sides]) => sides.map(Number));
  const svg = receptiveFieldFigure({ graph: net, units }, { width: 352 });
  const [, left = 0, top = 0, side = 0] = (/<image x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/.exec(svg) ?? []).map(Number);
  const scale = side / 32;
  const expected = [[30, 0, 2, 2], [5, 3, 4, 4]].map(([x = 0, y = 0, w = 0, h = 0]) => [left + x * scale, top + y * scale, w * scale, h * scale]);
  expect(boxes(svg).slice(0, 2)).toEqual(expected.map((box) => box.map((value) => expect.closeTo(value, 1))));
  const both = receptiveFieldFigure({ graph: net, units, effective: bell(4, 4, 1, 1, 1) });
  expect([boxes(svg).length, boxes(both).length]).toEqual([4, 5]);
});

it("keeps text apart", () => {
  fc.assert(
    fc.property(fc.subarray(["conv1", "pool1", "conv2", "pool2", "conv3"], { minLength: 1 }), fc.constantFrom(240, 500, 760), fc.boolean(), (nodes, width, moved) => {
      expect(layoutProblems(receptiveFieldFigure({ graph: net, units: nodes.map((node) => ({ node })), ...(moved && { effective: bell(8, 8, 4, 4, 2) }) }, { width }))).toEqual([]);
    }),
    { numRuns: 10 },
  );
});

it("refuses what does not belong together", () => {
  expect(() => receptiveFieldFigure({ graph: net, units: [] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: receptiveFieldFigure: there must be a unit whose field is drawn. Received none.]`);
  expect(() => receptiveFieldFigure({ graph: net, units: [{ node: "conv9" }] })).toThrowErrorMatchingInlineSnapshot(`[GraphError: small: there is no node "conv9". Did you mean "conv1" or "conv2" or "conv3"?]`);
  expect(() => receptiveFieldFigure({ graph: net, units: [{ node: "conv1", unit: [32, 0] }] })).toThrowErrorMatchingInlineSnapshot(`[GraphError: small: a unit of conv1 must have a place along each of 32×32, counted from 0. Received [32, 0].]`);
  expect(() => receptiveFieldFigure({ graph: net, units: [{ node: "conv1" }], input: "image" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: receptiveFieldFigure: the input must be an image, [H, W, C]. Received "image" of small with [].]`);
  expect(() => receptiveFieldFigure({ graph: net, units: [{ node: "conv1" }], image: { image: new Uint8Array(4), shape: [2, 2, 1] } })).toThrowErrorMatchingInlineSnapshot(`[RangeError: receptiveFieldFigure: the image must be as large as the input, 32×32. Received 2×2.]`);
  expect(() => receptiveFieldFigure({ graph: net, units: [{ node: "conv1" }], effective: { shape: [2, 2], data: [1] } })).toThrowErrorMatchingInlineSnapshot(`[RangeError: receptiveFieldFigure: data of effective must hold as many numbers as its shape says. Received 1, and [2, 2] asks for 4.]`);
});
