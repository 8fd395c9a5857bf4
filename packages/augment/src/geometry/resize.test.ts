import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { augment } from "../augment.ts";
import { resize } from "./resize.ts";
import { tapsOf } from "./taps.ts";

const at = { seed: 1 };

describe("resize", () => {
  const sample = {
    image: { shape: [2, 4, 1], data: Uint8Array.of(0, 100, 20, 40, 0, 100, 20, 40) },
    mask: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    boxes: Float32Array.of(1, 0, 3, 1),
    keypoints: Float32Array.of(2, 1),
  } as const;

  it("lets every pixel count when it gets smaller: ⅛, ⅜, ⅜, ⅛ where four pixels become two", () => {
    // Left: the weight that lies beyond the border is shared out, (3 · 0 + 3 · 100 + 20) / 7 = 45.7; right: (100 + 3 · 20 + 3 · 40) / 7 = 40.
    expect(augment(sample, [resize({ size: [1, 2] })], at)).toEqual({
      image: { shape: [1, 2, 1], data: Uint8Array.of(46, 40) },
      mask: Uint8Array.of(6, 8),
      boxes: Float32Array.of(0.5, 0, 1.5, 0.5),
      keypoints: Float32Array.of(1, 0.5),
      operations: [{ kind: "resize", size: [1, 2], interpolation: "bilinear", antialias: true, label: "resize 1×2" }],
    });
  });

  it("looks between the two nearest without antialiasing", () => {
    expect(augment(sample, [resize({ size: [1, 2], antialias: false })], at).image.data).toEqual(Uint8Array.of(50, 30));
  });

  it("makes the shorter side as long as asked for, the longer one rounded down", () => {
    const shape = (height: number, width: number, size: number | readonly [number]): unknown => augment({ image: { shape: [height, width, 1], data: new Uint8Array(height * width) } }, [resize({ size })], at).image.shape;
    expect([shape(375, 500, 256), shape(500, 375, [256]), shape(7, 7, 3)]).toEqual([[256, 341, 1], [341, 256, 1], [3, 3, 1]]);
  });

  it("keeps what has the size already, in any interpolation, and clamped bytes clamped", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 24, maxLength: 24 }), fc.constantFrom("nearest", "bilinear", "bicubic"), fc.boolean(), (bytes, interpolation, antialias) => {
        const image = { shape: [4, 3, 2], data: new Uint8ClampedArray(bytes) } as const;
        expect(augment({ image }, [resize({ size: [4, 3], interpolation, antialias })], at).image).toEqual(image);
      }),
    );
  });

  it("gives bytes and floats alike, but for the rounding after each direction", () => {
    // Levels away from both ends: bytes are cut where a cubic overshoots, floats are not.
    const sides = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }));
    fc.assert(
      fc.property(sides, sides, fc.integer({ min: 1, max: 4 }), fc.constantFrom("nearest", "bilinear", "bicubic"), fc.boolean(), fc.infiniteStream(fc.integer({ min: 64, max: 191 })), ([rows, columns], size, channels, interpolation, antialias, levels) => {
        const shape = [rows, columns, channels] as const;
        const bytes = Uint8Array.from({ length: rows * columns * channels }, () => levels.next().value as number);
        const step = resize({ size, interpolation, antialias });
        const [ours, floats] = [bytes, Float32Array.from(bytes, (level) => level / 255)].map((data) => augment({ image: { shape, data } }, [step], at).image.data);
        for (const [i, level] of ours?.entries() ?? []) expect(Math.abs(level - 255 * (floats?.[i] as number))).toBeLessThan(1.3);
      }),
    );
  });

  it("refuses what is no size", () => {
    expect(() => resize({ size: [1, 2, 3] as never })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: resize: size must be [height, width] in pixels from 1 to 65536, or one number for the shorter side. Received [1,2,3].]`);
    expect(() => resize({ size: 0 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: resize: size must be [height, width] in pixels from 1 to 65536, or one number for the shorter side. Received 0.]`);
    const column = { image: { shape: [60_000, 1, 1], data: new Uint8Array(60_000) } } as const;
    expect(() => augment(column, [resize({ size: [1, 60_000] })], at)).toThrowErrorMatchingInlineSnapshot(`[AugmentError: image: may become at most 268435456 numbers. Received 3600000000. Ask for a smaller size.]`);
  });
});

describe("taps", () => {
  it("weigh four pixels for two by distance", () => {
    const { first, count, weights, most } = tapsOf(8, 4, "bilinear", true);
    expect([...first]).toEqual([0, 1, 3, 5]);
    expect([...count]).toEqual([3, 4, 4, 3]);
    expect([...weights.subarray(most, most + 4)]).toEqual([0.125, 0.375, 0.375, 0.125]);
  });

  it("lie inside and sum to 1", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.constantFrom("bilinear", "bicubic"), fc.boolean(), (from, to, interpolation, antialias) => {
        const { first, count, weights, most } = tapsOf(from, to, interpolation, antialias);
        for (let i = 0; i < to; i++) {
          const n = count[i] as number;
          expect(first[i]).toBeGreaterThanOrEqual(0);
          expect(n).toBeGreaterThanOrEqual(1);
          expect(n).toBeLessThanOrEqual(most);
          expect((first[i] as number) + n).toBeLessThanOrEqual(from);
          expect(weights.subarray(i * most, i * most + n).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        }
      }),
    );
  });
});
