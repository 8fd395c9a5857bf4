import { expect, test } from "vitest";
import { mixedFigures } from "./mixed.ts";

test("targets are mixed as the pictures are", () => {
  const { before, after, told } = mixedFigures({ kind: "cutmix", alpha: 1, seed: 3 });
  const [, high = 0, wide = 0] = (/^cutmix (\d+)×(\d+)/.exec(told) ?? []).map(Number);
  const kept = 1 - (high * wide) / (48 * 48);
  for (const [i, { image, caption }] of after.entries()) {
    const shares = [...caption.matchAll(/\d\.\d\d/g)].map(Number);
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 1);
    // Two of one class, or a picture with itself, stay whole.
    expect([1, Math.max(kept, 1 - kept)].some((share) => Math.abs(share - (shares[0] ?? 0)) < 0.006)).toBe(true);
    const same = Array.from(image).filter((value, at) => value === before[i]?.image[at]).length / image.length;
    expect(same).toBeGreaterThanOrEqual(kept - 0.001);
  }
});

test("the same seed mixes the same, an α of nothing is refused", () => {
  expect(mixedFigures({ kind: "mixup", alpha: 1, seed: 2 })).toEqual(mixedFigures({ kind: "mixup", alpha: 1, seed: 2 }));
  expect(mixedFigures({ kind: "mixup", alpha: 1, seed: 2 }).told).toMatch(/^mixup 0\.\d\d$/);
  expect(() => mixedFigures({ kind: "mixup", alpha: 0, seed: 1 })).toThrowErrorMatchingInlineSnapshot(`[AugmentError: mixup: alpha must be a number from 0.001 to 1000. Received 0.]`);
});
