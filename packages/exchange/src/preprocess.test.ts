import { golden } from "@convscope/test-kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { preprocess, type Pixels, type Preprocessing } from "./index.ts";

interface Golden {
  readonly pictures: { readonly [name: string]: { readonly shape: [number, number, number]; readonly pixels: string } };
  readonly cases: readonly { readonly picture: string; readonly interpolation: "bilinear" | "bicubic"; readonly resize: number; readonly crop: number; readonly pixels: string }[];
}
const { pictures, cases } = golden<Golden>("preprocessing.json");
const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
const plain = { mean: [0, 0, 0], std: [1 / 255, 1 / 255, 1 / 255] } as const;

describe("torchvision's pixels, byte for byte", () => {
  test.each(cases.filter(({ picture }) => picture in pictures))("$picture $interpolation $resize → $crop", ({ picture, interpolation, resize, crop, pixels }) => {
    const { shape = [1, 1, 3], pixels: source = "" } = pictures[picture] ?? {};
    const { data, shape: to } = preprocess({ shape, data: bytes(source) }, { resize, crop, interpolation, ...plain });
    expect(to).toEqual([crop, crop, 3]);
    expect([...data].map(Math.round)).toEqual([...bytes(pixels)]);
  });
});

test("by hand: two pixels in one, a middle row, a mean and a deviation", () => {
  const pixels: Pixels = { shape: [4, 2, 1], data: Uint8Array.of(0, 0, 100, 200, 50, 151, 9, 9) };
  const recipe: Preprocessing = { resize: 2, crop: 2, interpolation: "bilinear", mean: [0], std: [1 / 255] };
  expect([...preprocess(pixels, recipe).data].map(Math.round)).toEqual([100, 200, 50, 151]);
  const normalised = preprocess({ shape: [1, 1, 1], data: Uint8Array.of(51) }, { resize: 1, crop: 1, interpolation: "bicubic", mean: [0.1], std: [0.5] });
  expect(normalised.data[0]).toBeCloseTo(0.2, 6);
});

test("one colour stays one colour, at any size", () => {
  const recipe = fc.record({ resize: fc.integer({ min: 1, max: 40 }), crop: fc.integer({ min: 1, max: 40 }), interpolation: fc.constantFrom("bilinear" as const, "bicubic" as const) }).filter(({ resize, crop }) => crop <= resize);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), fc.nat(255), recipe, (height, width, grey, { resize, crop, interpolation }) => {
      const { data } = preprocess({ shape: [height, width, 1], data: new Uint8Array(height * width).fill(grey) }, { resize, crop, interpolation, mean: [0], std: [1 / 255] });
      expect(data.length).toBe(crop * crop);
      expect(new Set([...data].map(Math.round))).toEqual(new Set([grey]));
    }),
  );
});

test("what does not fit is refused", () => {
  const pixels: Pixels = { shape: [2, 2, 1], data: new Uint8Array(4) };
  expect(() => preprocess(pixels, { resize: 2, crop: 2, interpolation: "bilinear", ...plain })).toThrowErrorMatchingInlineSnapshot(`[RangeError: preprocess: there must be a mean and a std for each of 1 channels. Received 3 and 3.]`);
  expect(() => preprocess(pixels, { resize: 2, crop: 3, interpolation: "bilinear", mean: [0], std: [1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: preprocess: crop must be at most resize. Received 3 and 2.]`);
  expect(() => preprocess({ shape: [0, 2, 1], data: new Uint8Array() }, { resize: 2, crop: 2, interpolation: "bilinear", mean: [0], std: [1] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: preprocess: the picture must have pixels. Received 0×2.]`);
});
