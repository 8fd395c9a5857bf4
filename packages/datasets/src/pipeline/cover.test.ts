import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cover, covering, type Extent } from "./cover.ts";
import type { PictureSample } from "./pipeline.ts";

const picture = (height: number, width: number, channels: number, data: ArrayLike<number>): PictureSample => ({ image: { shape: [height, width, channels], data: Uint8Array.from(data) } });

describe("by hand", () => {
  test("covering keeps the proportions: 375×500 covers 224×224 at 224×299, and 2×4 covers 8×8 at 8×16", () => {
    expect(covering([375, 500], [224, 224])).toEqual([224, 299]);
    expect(covering([2, 4], [8, 8])).toEqual([8, 16]);
    expect(covering([100, 3], [1, 6])).toEqual([200, 6]);
  });

  test("what is as large already is left as it is", () => {
    const sample = picture(2, 2, 1, [1, 2, 3, 4]);
    expect(cover(sample, [2, 2])).toBe(sample);
  });

  test("a wide one loses its sides", () => {
    const { image } = cover(picture(2, 5, 1, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]), [2, 2]);
    expect([...image.data]).toEqual([1, 2, 6, 7]);
    expect(image.shape).toEqual([2, 2, 1]);
  });

  test("half as large: a tent over four pixels a side, shares 1, 3, 3, 1", () => {
    const { image } = cover(picture(4, 4, 1, Array.from({ length: 16 }, (_, i) => 80 * Number(i % 4 === 1))), [2, 2]);
    // At the border the share that lies outside goes to the others: 3, 3, 1 of 7 and 1, 3, 3 of 7.
    expect([...image.data]).toEqual([34, 11, 34, 11]);
  });

  test("a mask and boxes go with the picture", () => {
    const { mask, boxes } = cover({ ...picture(2, 6, 1, new Array<number>(12).fill(0)), mask: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), boxes: Float32Array.of(0, 0, 3, 1, 5, 0, 6, 2, NaN, NaN, NaN, NaN) }, [4, 4]);
    expect([...(mask ?? [])]).toEqual([3, 3, 4, 4, 3, 3, 4, 4, 9, 9, 10, 10, 9, 9, 10, 10]);
    expect([...(boxes ?? [])]).toEqual([0, 0, 2, 2, NaN, NaN, NaN, NaN, NaN, NaN, NaN, NaN]);
  });
});

const side = fc.integer({ min: 1, max: 30 });

test("a flat picture stays flat, at any size", () => {
  fc.assert(
    fc.property(side, side, side, side, fc.nat(255), (height, width, tall, wide, level) => {
      expect(new Set(cover(picture(height, width, 1, new Array<number>(height * width).fill(level)), [tall, wide]).image.data)).toEqual(new Set([level]));
    }),
  );
});

test("a mask is never blended, and a box is around the pixels that its mask marks", () => {
  fc.assert(
    fc.property(side, side, fc.nat(), fc.nat(), side, side, fc.integer({ min: 1, max: 30 }), (height, width, y, x, h, w, shorter) => {
      const [top, left] = [y % height, x % width];
      const [bottom, right] = [Math.min(height, top + h), Math.min(width, left + w)];
      const mask = Uint8Array.from({ length: height * width }, (_, i) => {
        const [row, column] = [Math.floor(i / width), i % width];
        return row >= top && row < bottom && column >= left && column < right ? 200 : 7;
      });
      const size: Extent = [shorter, shorter];
      const after = cover({ ...picture(height, width, 1, mask), mask, boxes: Float32Array.of(left, top, right, bottom) }, size);
      expect([...new Set(after.mask)].every((level) => level === 7 || level === 200)).toBe(true);
      const [x0 = NaN, y0 = NaN, x1 = NaN, y1 = NaN] = after.boxes ?? [];
      for (const [i, level] of (after.mask ?? []).entries()) {
        const [row, column] = [Math.floor(i / shorter) + 0.5, (i % shorter) + 0.5];
        const [near, within] = [1e-3, row > y0 && row < y1 && column > x0 && column < x1];
        if (Math.min(Math.abs(row - y0), Math.abs(row - y1), Math.abs(column - x0), Math.abs(column - x1)) > near) expect(level === 200).toBe(within);
      }
    }),
  );
});

test("as Pillow scales and cuts, to the byte", () => {
  const { cases } = JSON.parse(readFileSync(new URL("../../../../golden/cover.json", import.meta.url), "utf8")) as { cases: readonly { before: [number, number, number]; pixels: string; after: [number, number, number]; covered: string }[] };
  expect(cases).toHaveLength(6);
  for (const { before, pixels, after, covered } of cases) {
    const { image } = cover(picture(...before, Buffer.from(pixels, "base64")), [after[0], after[1]]);
    const expected = Buffer.from(covered, "base64");
    expect(image.shape).toEqual(after);
    expect(Buffer.from(image.data).equals(expected)).toBe(true);
  }
});
