import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { image, type Split } from "./dataset.ts";
import { channelStatistics, streamStatistics } from "./scale.ts";

async function* later<T>(all: Iterable<T>): AsyncGenerator<T> {
  for (const one of all) yield await Promise.resolve(one);
}

describe("streamStatistics", () => {
  test("by hand: two pictures of different sizes, three pixels of two channels", async () => {
    const pictures = [{ shape: [1, 1, 2] as const, data: Uint8Array.of(0, 255) }, { shape: [2, 1, 2] as const, data: Uint8Array.of(0, 255, 255, 255) }];
    const { mean, std } = await streamStatistics(pictures);
    expect(mean).toEqual([1 / 3, 1]);
    expect(std[0]).toBeCloseTo(Math.sqrt(2) / 3, 12);
    expect(std[1]).toBe(0);
  });

  test("is what channelStatistics gives, to the bit", async () => {
    const split = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 3 })).chain((shape) => {
      const length = shape.reduce((a, b) => a * b, 1);
      return fc.uint8Array({ minLength: length, maxLength: length }).map((images): Split => ({ shape, images, labels: new Uint8Array(shape[0]) }));
    });
    await fc.assert(
      fc.asyncProperty(split, async (data) => {
        const [n, height, width, channels] = data.shape;
        const pictures = Array.from({ length: n }, (_, i) => ({ shape: [height, width, channels] as const, data: image(data, i) }));
        expect(await streamStatistics(later(pictures))).toEqual(channelStatistics(data));
      }),
    );
  });

  test("refuses no pictures, and pictures that do not belong together", async () => {
    const grey = { shape: [1, 1, 1] as const, data: Uint8Array.of(1) };
    await expect(streamStatistics([])).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: streamStatistics: there must be at least one image. Received none.]`);
    await expect(streamStatistics([grey, { shape: [1, 1, 3], data: new Uint8Array(3) }])).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: streamStatistics: all pictures must have as many channels as the first, 1. Received 1×1×3.]`);
    await expect(streamStatistics([grey, { shape: [2, 1, 1], data: new Uint8Array(3) }])).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: streamStatistics: a picture of 2×1×1 must hold as many bytes. Received 3.]`);
  });
});
