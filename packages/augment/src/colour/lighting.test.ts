import { expect, it } from "vitest";
import { applyOperations, drawOperations, lighting, type Lit } from "../index.ts";

const { values, vectors } = lighting();
const dot = (i: number, j: number): number => [0, 1, 2].reduce((sum, c) => sum + (vectors[3 * i + c] as number) * (vectors[3 * j + c] as number), 0);

it("adds the same to each pixel, rounded for bytes", () => {
  const image = { shape: [1, 2, 3], data: Uint8Array.of(0, 100, 200, 250, 250, 250) } as const;
  expect([...applyOperations({ image }, [{ kind: "lighting", shift: [0.1, -0.2, 0] }]).image.data]).toEqual([26, 49, 200, 255, 199, 250]);
});

it("adds the grey of it to a grey image", () => {
  const image = { shape: [1, 1, 1], data: Float32Array.of(0.5) } as const;
  expect(applyOperations({ image }, [{ kind: "lighting", shift: [0.1, 0.2, 0.3] }]).image.data[0]).toBeCloseTo(0.5 + 0.02989 + 0.1174 + 0.0342, 6);
});

it("knows directions at right angles, of length 1", () => {
  for (const i of [0, 1, 2]) for (const j of [0, 1, 2]) expect(dot(i, j)).toBeCloseTo(i === j ? 1 : 0, 3);
});

it("draws shifts whose covariance is Σ (0.1 λᵢ)² pᵢ pᵢᵀ", () => {
  const count = 20_000;
  const shifts = Array.from({ length: count }, (_, i) => (drawOperations([lighting()], [1, 1, 3], { seed: 4, path: [i] })[0] as Lit).shift);
  for (const a of [0, 1, 2])
    for (const b of [0, 1, 2]) {
      const expected = values.reduce((sum, value, i) => sum + (0.1 * value) ** 2 * (vectors[3 * i + a] as number) * (vectors[3 * i + b] as number), 0);
      const measured = shifts.reduce((sum, shift) => sum + (shift[a] as number) * (shift[b] as number), 0) / count;
      // A product of two Gaussians deviates by at most √2 of their variances.
      expect(Math.abs(measured - expected)).toBeLessThan((5 * Math.SQRT2 * (0.1 * 0.2175) ** 2) / Math.sqrt(count));
    }
});

it("takes three values and nine numbers of directions", () => {
  expect(() => lighting({ values: [1, 2] })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: lighting: values must be a list of 3 numbers from 0 to 1. Received [1,2].]`);
});
