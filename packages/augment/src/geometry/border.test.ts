import fc from "fast-check";
import { expect, it } from "vitest";
import { borders, inside, levelsOf } from "./border.ts";

const seen = (length: number, border: (typeof borders)[number]): string => Array.from({ length: 12 }, (_, i) => "·abcd"[inside(i - 4, length, border) + 1]).join("");

it("continues a row of four pixels on both sides", () => {
  expect(Object.fromEntries(borders.map((border) => [border, seen(4, border)]))).toEqual({
    constant: "····abcd····",
    edge: "aaaaabcddddd",
    reflect: "cdcbabcdcbab",
    wrap: "abcdabcdabcd",
  });
  expect(borders.map((border) => seen(1, border))).toEqual(["····a·······", "aaaaaaaaaaaa", "aaaaaaaaaaaa", "aaaaaaaaaaaa"]);
});

it("sees a pixel of the image at any place, or the constant level outside alone", () => {
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.integer({ min: 1, max: 300 }), fc.constantFrom(...borders), (i, length, border) => {
      const at = inside(i, length, border);
      if (border === "constant") expect(at).toBe(i >= 0 && i < length ? i : -1);
      else expect(Number.isInteger(at) && at >= 0 && at < length).toBe(true);
    }),
  );
});

it("takes one level for all channels, or one for each", () => {
  const grey = { shape: [1, 1, 1], data: new Uint8Array(1) } as const;
  const colour = { shape: [1, 1, 3], data: new Float32Array(3) } as const;
  expect(levelsOf("crop", [51], colour)).toEqual([0.2, 0.2, 0.2]);
  expect(levelsOf("crop", [51, 0, 255], colour)).toEqual([0.2, 0, 1]);
  expect(levelsOf("crop", [7], grey)).toEqual([7]);
  expect(() => levelsOf("crop", [1, 2], colour)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: crop: fill must have one level, or one for each of the 3 channels. Received 2.]`);
});
