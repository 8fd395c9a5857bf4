import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holdOut, kFold, shuffled, splitLabels } from "./split.ts";

describe("holdOut", () => {
  test("takes of each class its share: 10 % of 20 zeros and 10 ones", () => {
    const labels = Uint8Array.from({ length: 30 }, (_, i) => (i < 20 ? 0 : 1));
    const { train, validation } = holdOut(labels, 0.1, 1);
    expect([...validation].map((place) => labels[place])).toEqual([0, 0, 1]);
    expect(train).toHaveLength(27);
  });

  test("parts the places: none lost, none twice, in order, shares within one", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 200 }), fc.double({ min: 0, max: 0.99, noNaN: true }), fc.nat(), (labels, fraction, seed) => {
        const { train, validation } = holdOut(labels, fraction, seed);
        expect([...train, ...validation].sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
        expect([...validation]).toEqual([...validation].sort((a, b) => a - b));
        expect(validation.length).toBe(Math.round(labels.length * fraction));
        for (let label = 0; label < 5; label++) {
          const all = labels.filter((other) => other === label).length;
          const held = [...validation].filter((place) => labels[place] === label).length;
          expect(Math.abs(held - all * fraction)).toBeLessThan(1 + 1e-9);
        }
        expect(holdOut(labels, fraction, seed)).toEqual({ train, validation });
      }),
    );
  });

  test("another seed holds out others", () => {
    const labels = new Uint8Array(100);
    expect(holdOut(labels, 0.3, 1).validation).not.toEqual(holdOut(labels, 0.3, 2).validation);
  });

  test("stays as it is from version to version: runs name their validation set by the seed", () => {
    const { validation } = holdOut(Array.from({ length: 60 }, (_, i) => (i * 7) % 4), 0.15, 1);
    expect([...validation]).toMatchInlineSnapshot(`
      [
        1,
        2,
        6,
        11,
        20,
        28,
        32,
        35,
        53,
      ]
    `);
  });

  test("refuses a fraction that leaves nothing", () => {
    expect(() => holdOut([0], 1, 1)).toThrowErrorMatchingInlineSnapshot(`[RangeError: holdOut: the fraction must be at least 0 and less than 1. Received 1.]`);
    expect(() => holdOut([0], 0.5, 0.5)).toThrowErrorMatchingInlineSnapshot(`[RangeError: holdOut: seed must be a whole number. Received 0.5.]`);
  });
});

test("shuffled is a permutation, the same for the same seed", () => {
  expect([...shuffled(50, 3)].sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(shuffled(50, 3)).toEqual(shuffled(50, 3));
  expect(shuffled(50, 3)).not.toEqual(shuffled(50, 4));
});

describe("splitLabels", () => {
  test("by hand: 70/15/15 of 20 zeros and 10 ones makes 21, 5 and 4 of the 30", () => {
    const labels = Uint8Array.from({ length: 30 }, (_, i) => (i < 20 ? 0 : 1));
    const zeros = splitLabels(labels, [0.7, 0.15, 0.15], 1).map((part) => [part.length, part.filter((place) => labels[place] === 0).length]);
    expect(zeros).toEqual([[21, 14], [5, 3], [4, 3]]);
  });

  test("60/20/20 of ten classes of ten is exact", () => {
    const labels = Uint8Array.from({ length: 100 }, (_, i) => i % 10);
    const parts = splitLabels(labels, [0.6, 0.2, 0.2], 7);
    for (const [part, each] of [6, 2, 2].entries()) {
      for (let label = 0; label < 10; label++) expect(parts[part]?.filter((place) => labels[place] === label)).toHaveLength(each);
    }
  });

  const fractions = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }).map((shares) => shares.map((share) => share / shares.reduce((a, b) => a + b, 0)));

  test("parts the places: none lost, none twice, in order, shares of the set and of each class within one", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 150 }), fractions, fc.nat(), (labels, shares, seed) => {
        const parts = splitLabels(labels, shares, seed);
        expect(parts.flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
        for (const [i, part] of parts.entries()) {
          expect([...part]).toEqual([...part].sort((a, b) => a - b));
          expect(Math.abs(part.length - labels.length * (shares[i] as number))).toBeLessThan(1 + 1e-6);
          for (let label = 0; label < 6; label++) {
            const all = labels.filter((other) => other === label).length;
            const here = part.filter((place) => labels[place] === label).length;
            expect(Math.abs(here - all * (shares[i] as number))).toBeLessThan(1 + 1e-6);
          }
        }
        expect(splitLabels(labels, shares, seed)).toEqual(parts);
      }),
    );
  });

  test("another seed parts otherwise", () => expect(splitLabels(new Uint8Array(50), [0.5, 0.5], 1)).not.toEqual(splitLabels(new Uint8Array(50), [0.5, 0.5], 2)));

  test("refuses fractions that are none", () => {
    expect(() => splitLabels([0], [70, 15, 15], 1)).toThrowErrorMatchingInlineSnapshot(`[RangeError: splitLabels: the fractions must be positive and sum to 1, as 0.7, 0.15, 0.15 do. Received 70, 15, 15, which sum to 100.]`);
    expect(() => splitLabels([0], [], 1)).toThrowErrorMatchingInlineSnapshot(`[RangeError: splitLabels: the fractions must be positive and sum to 1, as 0.7, 0.15, 0.15 do. Received none, which sum to 0.]`);
    expect(() => splitLabels([0], [1.5, -0.5], 1)).toThrowErrorMatchingInlineSnapshot(`[RangeError: splitLabels: the fractions must be positive and sum to 1, as 0.7, 0.15, 0.15 do. Received 1.5, -0.5, which sum to 1.]`);
  });
});

describe("kFold", () => {
  test("by hand: five folds of ten zeros and five ones hold two zeros and a one each", () => {
    const labels = [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1];
    for (const { train, validation } of kFold(labels, 5, 3)) {
      expect(Array.from(validation, (place) => labels[place]).sort()).toEqual([0, 0, 1]);
      expect(train).toHaveLength(12);
    }
  });

  test("every place is validated on once, and the sizes differ by at most one", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 2, maxLength: 80 }), fc.nat(10_000), fc.nat(), (labels, draw, seed) => {
        const k = 2 + (draw % (labels.length - 1));
        const folds = kFold(labels, k, seed);
        expect(folds.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
        const sizes = folds.map(({ validation }) => validation.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (const { train, validation } of folds) expect([...train, ...validation].sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
      }),
    );
  });

  test("refuses fewer than two folds, and more than samples", () => {
    expect(() => kFold([0, 1, 0], 1, 1)).toThrowErrorMatchingInlineSnapshot(`[RangeError: kFold: k must be a whole number from 2 to the number of samples, 3. Received 1.]`);
    expect(() => kFold([0, 1, 0], 4, 1)).toThrowErrorMatchingInlineSnapshot(`[RangeError: kFold: k must be a whole number from 2 to the number of samples, 3. Received 4.]`);
  });
});
