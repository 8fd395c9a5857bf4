import { golden } from "@convscope/test-kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classWeights, oneHot } from "./balance.ts";

const labelled = fc.integer({ min: 1, max: 6 }).chain((classes) => fc.tuple(fc.array(fc.nat(classes - 1), { minLength: 1, maxLength: 60 }), fc.constant(classes)));

describe("classWeights", () => {
  test("by hand: of 8 samples 6, 1 and 1; a class that does not occur weighs nothing", () => {
    expect(classWeights([0, 0, 0, 0, 0, 0, 1, 2], 3)).toEqual([8 / 18, 8 / 3, 8 / 3]);
    expect(classWeights([0, 0, 2], 3)).toEqual([3 / 4, 0, 3 / 2]);
  });

  interface Case {
    readonly classes: number;
    readonly labels: readonly number[];
    readonly present: readonly number[];
    readonly weights: readonly number[];
  }
  test.each(golden<{ readonly cases: readonly Case[] }>("class_weights.json").cases)("of $classes classes, as scikit-learn gives them", ({ classes, labels, present, weights }) => {
    const given = classWeights(labels, classes);
    for (const [i, label] of present.entries()) expect(given[label]).toBeCloseTo(weights[i] as number, 12);
    expect(given.filter((weight) => weight > 0)).toHaveLength(present.length);
  });

  test("every class that occurs weighs the same in all, and a sample 1 on average", () => {
    fc.assert(
      fc.property(labelled, ([labels, classes]) => {
        const weights = classWeights(labels, classes);
        const shares = weights.map((weight, label) => weight * labels.filter((other) => other === label).length).filter((share) => share > 0);
        for (const share of shares) expect(share).toBeCloseTo(shares[0] as number, 9);
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(labels.length, 9);
      }),
    );
  });

  test("refuses what is no label", () => {
    expect(() => classWeights([0, 3], 3)).toThrowErrorMatchingInlineSnapshot(`[RangeError: classWeights: every label must lie in 0 … 2, for 3 classes. Received 3 at position 1.]`);
    expect(() => classWeights([0], 0)).toThrowErrorMatchingInlineSnapshot(`[RangeError: classWeights: classes must be a whole number from 1 to 1,000,000. Received 0.]`);
  });
});

describe("oneHot", () => {
  test("by hand", () => expect([...oneHot([2, 0], 3)]).toEqual([0, 0, 1, 1, 0, 0]));

  test("the largest of each row is where the label says", () => {
    fc.assert(
      fc.property(labelled, ([labels, classes]) => {
        const rows = oneHot(labels, classes);
        expect(labels.map((_, i) => rows.subarray(i * classes, (i + 1) * classes).indexOf(1))).toEqual(labels);
        expect(rows.reduce((sum, value) => sum + value, 0)).toBe(labels.length);
      }),
    );
  });

  test("refuses what is no label", () => expect(() => oneHot([-1], 2)).toThrowErrorMatchingInlineSnapshot(`[RangeError: oneHot: every label must lie in 0 … 1, for 2 classes. Received -1 at position 0.]`));
});
