import { expect, test } from "vitest";
import { atThreshold, classNamed, countsRefused, curves, evaluated, matrixExamples, scoredSamples } from "./evaluated.ts";

const rounded = (values: readonly { readonly name: string; readonly value: number }[]): Record<string, number> => Object.fromEntries(values.map(({ name, value }) => [name, Number(value.toFixed(4))]));

test("the lesson's matrix, by hand", () => {
  const [yesNo, always] = matrixExamples;
  const { single, perClass, means } = evaluated(yesNo?.matrix ?? []);
  expect(rounded(single)).toEqual({ "Accuracy": 0.85, "Balanced accuracy": 0.7976, "Cohen's κ": 0.625, "Matthews correlation": 0.6299 });
  expect(perClass.map(({ precision, recall, f1 }) => [precision, recall, f1].map((value) => Number(value.toFixed(3))))).toEqual([[0.8, 0.667, 0.727], [0.867, 0.929, 0.897]]);
  expect(means.map(({ scores: { f1 } }) => Number(f1.toFixed(3)))).toEqual([0.812, 0.846, 0.85]);
  expect(rounded(evaluated(always?.matrix ?? []).single)).toEqual({ "Accuracy": 0.99, "Balanced accuracy": 0.5, "Cohen's κ": 0, "Matthews correlation": 0 });
});

test("thresholds: all yes, all no, and half", () => {
  expect(atThreshold(0)).toMatchObject({ truePositives: 8, falsePositives: 12, recall: 1, falsePositiveRate: 1, precision: 0.4 });
  expect(atThreshold(1)).toMatchObject({ truePositives: 0, falsePositives: 0, recall: 0, precision: NaN, accuracy: 0.6 });
  expect(atThreshold(0.5)).toMatchObject({ truePositives: 6, falsePositives: 3, falseNegatives: 2, trueNegatives: 9, recall: 0.75, falsePositiveRate: 0.25 });
});

test("the area is the share of pairs in the right order", () => {
  const of = (yes: boolean): number[] => scoredSamples.filter((one) => one.yes === yes).map(({ score }) => score);
  const pairs = of(true).flatMap((a) => of(false).map((b): number => Number(a > b)));
  expect(curves().auc).toBeCloseTo(pairs.reduce((a, b) => a + b, 0) / pairs.length, 12);
  const { pr, ap } = curves();
  const below = pr.reduce((sum, [x, y], i) => sum + (x - (pr[i - 1]?.[0] ?? 0)) * y, 0);
  // Steps go along or across, and what lies below them is the average precision.
  expect(pr.slice(1).every(([x, y], i) => x === pr[i]?.[0] || y === pr[i]?.[1])).toBe(true);
  expect(below).toBeCloseTo(ap, 12);
  expect(classNamed(matrixExamples[0] ?? { name: "", classes: [], matrix: [] }, 3)).toBe("class 4");
});

test("what is no count is refused with its place, counted from 1", () => {
  expect(countsRefused([[40, -5], [10, 130]])).toBe("Row 1, column 2: a count must be a whole number from 0 on. Received −5.");
  expect(countsRefused([[40, 5], [0.5, 130]])).toBe("Row 2, column 1: a count must be a whole number from 0 on. Received 0.5.");
  expect(countsRefused([[0, 0], [0, 0]])).toBe("There must be a sample: all counts are 0.");
  expect(matrixExamples.map(({ matrix }) => countsRefused(matrix))).toEqual(["", "", "", ""]);
});
