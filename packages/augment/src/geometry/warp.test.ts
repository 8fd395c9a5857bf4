import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyOperations } from "../operation.ts";
import type { Pixels } from "../image.ts";
import { borders } from "./border.ts";
import { interpolations, type Interpolation } from "./interpolation.ts";
import { affinity, inverse, shifted, toCorners, type Affinity, type Matrix } from "./matrix.ts";
import type { Sampling } from "./sampler.ts";

const blended = { border: "constant", fill: [0] } as const;

// 1 2 3
// 4 5 6
const six = { shape: [2, 3, 1], data: Uint8Array.of(1, 2, 3, 4, 5, 6) } as const;

const warp = (data: Pixels, shape: readonly [number, number, number], matrix: Matrix, sampling: Partial<Sampling> = {}): Pixels =>
  applyOperations({ image: { shape, data } }, [{ kind: "warp", matrix, interpolation: "bilinear", ...blended, ...sampling }]).image.data;

it.each(interpolations)("shifts by whole pixels exactly: %s", (interpolation) => {
  expect(warp(six.data, six.shape, shifted(1, 0), { interpolation, fill: [9] })).toEqual(Uint8Array.of(9, 1, 2, 9, 4, 5));
});

it.each([
  ["constant", [41, 15, 25, 56, 45, 55]],
  ["edge", [10, 15, 25, 40, 45, 55]],
  ["reflect", [15, 15, 25, 45, 45, 55]],
  ["wrap", [20, 15, 25, 50, 45, 55]],
] as const)("looks half a pixel beyond the border: %s", (border, expected) => {
  const tens = six.data.map((level) => 10 * level);
  // Half of 10 and half of 72 are 41.
  expect(warp(tens, six.shape, shifted(0.5, 0), { border, fill: [72] })).toEqual(Uint8Array.from(expected));
});

it("weighs four pixels by Keys' cubic halfway: −1, 9, 9 and −1 sixteenths", () => {
  const row = Float32Array.of(0.1, 0.9, 0.4, 0.2, 0.7);
  const seen = warp(row, [1, 5, 1], shifted(-0.5, 0), { interpolation: "bicubic", border: "edge" });
  expect(seen[1]).toBeCloseTo((-0.1 + 9 * 0.9 + 9 * 0.4 - 0.2) / 16, 6);
});

it("turns by quarters without loss, masks, boxes and keypoints too", () => {
  const square = { image: { shape: [2, 2, 1], data: Float32Array.of(0.1, 0.2, 0.3, 0.4) }, mask: Int32Array.of(1, 2, 3, 4), boxes: Float32Array.of(0, 0, 2, 1), keypoints: Float32Array.of(1.5, 0.5) } as const;
  expect(applyOperations(square, [{ kind: "warp", matrix: affinity({ degrees: 90 }, [2, 2]), interpolation: "bicubic", ...blended }])).toEqual({
    image: { shape: [2, 2, 1], data: Float32Array.of(0.2, 0.4, 0.1, 0.3) },
    mask: Int32Array.of(2, 4, 1, 3),
    boxes: Float32Array.of(0, 0, 1, 2),
    keypoints: Float32Array.of(0.5, 0.5),
  });
});

it("leaves beyond the horizon, or too far away to count pixels, the constant level", () => {
  const horizon: Matrix = [1, 0, 0, 0, 1, 0, -0.5, 0, 1];
  for (const border of borders) {
    const data = warp(Uint8Array.of(1, 2, 3, 4), [1, 4, 1], [1e-13, 0, 0, 0, 1, 0, 0, 0, 1], { border, fill: [9], interpolation: "nearest" });
    expect([...data]).toEqual([9, 9, 9, 9]);
    const sample = applyOperations({ image: { shape: [1, 4, 1], data: Uint8Array.of(1, 2, 3, 4) }, keypoints: Float32Array.of(2.5, 0.5) }, [{ kind: "warp", matrix: horizon, interpolation: "nearest", border, fill: [0] }]);
    expect(sample.keypoints).toEqual(Float32Array.of(NaN, NaN));
  }
});

describe("against the inverse", () => {
  const size = 32;
  const shape = [size, size, 1] as const;
  // A smooth picture: what is lost between pixels is small.
  const wave = Float32Array.from({ length: size * size }, (_, i) => 0.5 + 0.25 * Math.sin((i % size) / 4) + 0.25 * Math.cos(Math.floor(i / size) / 5));
  const small = { degrees: fc.double({ min: -180, max: 180, noNaN: true }), shear: fc.tuple(fc.double({ min: -15, max: 15, noNaN: true }), fc.double({ min: -15, max: 15, noNaN: true })) };

  // Curvature times ⅛ bounds a linear interpolation's error in each direction; there are two warps.
  const lost: { readonly [I in Interpolation]: number } = { nearest: 0.2, bilinear: 0.03, bicubic: 0.006 };

  function expectBack(there: Matrix, back: Matrix, interpolation: Interpolation, ownBorder: number): void {
    const again = warp(warp(wave, shape, there, { interpolation }), shape, back, { interpolation });
    const apart = Array.from(again, (level, i) => (Math.min(i % size, size - 1 - (i % size), Math.floor(i / size), size - 1 - Math.floor(i / size)) < ownBorder ? 0 : Math.abs(level - (wave[i] as number))));
    expect(Math.max(...apart)).toBeLessThan(lost[interpolation]);
  }

  it.each(interpolations)("turns back: %s", (interpolation) => {
    fc.assert(fc.property(small.degrees, (degrees) => expectBack(affinity({ degrees }, shape), affinity({ degrees: -degrees }, shape), interpolation, 9)), { numRuns: 30 });
  });

  it.each(interpolations)("undoes any affine movement: %s", (interpolation) => {
    const movement: fc.Arbitrary<Affinity> = fc.record({ ...small, scale: fc.double({ min: 1, max: 1.15, noNaN: true }), translate: fc.tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true })) });
    fc.assert(
      fc.property(movement, (parts) => {
        const there = affinity(parts, shape);
        expectBack(there, backOf(there), interpolation, 13);
      }),
      { numRuns: 30 },
    );
  });

  it.each(interpolations)("undoes a perspective: %s", (interpolation) => {
    const inward = fc.double({ min: 0, max: 3, noNaN: true });
    fc.assert(
      fc.property(fc.array(inward, { minLength: 8, maxLength: 8 }), ([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0]) => {
        const there = toCorners(shape, [[a, b], [size - c, d], [size - e, size - f], [g, size - h]]);
        expectBack(there, backOf(there), interpolation, 5);
      }),
      { numRuns: 30 },
    );
  });
});

const backOf = (matrix: Matrix): Matrix => {
  const back = inverse(matrix);
  if (back === undefined) throw new Error("no inverse");
  return back;
};

it("refuses levels that are not one for each channel", () => {
  expect(() => warp(new Uint8Array(3), [1, 1, 3], shifted(1, 0), { fill: [1, 2] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: warp: fill must have one level, or one for each of the 3 channels. Received 2.]`);
});
