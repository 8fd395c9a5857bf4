import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { holdOut, shuffled } from "./split.ts";

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
