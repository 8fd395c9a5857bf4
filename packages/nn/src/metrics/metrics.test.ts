import fc from "fast-check";
import { expect, test } from "vitest";
import {
  accuracyOf, classificationReport, classScores, cohenKappa, confusionMatrix, maskScores, matthewsCorrelation, microScores, predictedClasses, regressionScores, rocAuc, rocCurve, topKAccuracy, weightedScores,
} from "./index.ts";

const labelled = fc.integer({ min: 2, max: 5 }).chain((classes) => {
  const list = fc.array(fc.tuple(fc.nat(classes - 1), fc.nat(classes - 1)), { minLength: 1, maxLength: 40 });
  return list.map((pairs) => ({ classes, labels: pairs.map(([label]) => label), predictions: pairs.map(([, guess]) => guess) }));
});

test("three cats, one taken for a dog; one dog, found", () => {
  const confusion = confusionMatrix([0, 0, 0, 1], [0, 0, 1, 1], 2);
  expect(confusion).toEqual([[2, 1], [0, 1]]);
  expect(accuracyOf(confusion)).toBe(0.75);
  expect(classScores(confusion)).toEqual([{ precision: 1, recall: 2 / 3, f1: 0.8, support: 3 }, { precision: 0.5, recall: 1, f1: 2 / 3, support: 1 }]);
  expect(cohenKappa(confusion)).toBeCloseTo(0.5, 12);
});

test("a class that never occurs scores 0, not NaN", () => {
  expect(classScores(confusionMatrix([0], [0], 2))[1]).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
  expect(matthewsCorrelation(confusionMatrix([0, 0], [0, 0], 2))).toBe(0);
});

test("accuracy is the plain share of equal pairs, micro F1 and weighted recall", () => {
  fc.assert(fc.property(labelled, ({ classes, labels, predictions }) => {
    const confusion = confusionMatrix(labels, predictions, classes);
    const share = labels.filter((label, i) => label === predictions[i]).length / labels.length;
    expect(accuracyOf(confusion)).toBeCloseTo(share, 12);
    expect(microScores(confusion).f1).toBeCloseTo(share, 12);
    expect(weightedScores(confusion).recall).toBeCloseTo(share, 12);
  }));
});

test("the area under the ROC curve is the chance that a positive outscores a negative, ties counting half", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(1), fc.nat(6)), { minLength: 2 }).filter((l) => new Set(l.map(([label]) => label)).size === 2), (list) => {
    const [positives, negatives] = [1, 0].map((wanted) => list.filter(([label]) => label === wanted).map(([, score]) => score)) as [number[], number[]];
    const won = positives.flatMap((p) => negatives.map((n): number => (p > n ? 1 : p === n ? 0.5 : 0))).reduce((a, b) => a + b);
    expect(rocAuc(list.map(([label]) => label), list.map(([, score]) => score))).toBeCloseTo(won / (positives.length * negatives.length), 12);
  }));
});

test("a curve starts at nothing and ends at everything", () => {
  expect(rocCurve([0, 1, 1], [0.2, 0.2, 0.9])).toEqual({ fpr: [0, 0, 1], tpr: [0, 0.5, 1], thresholds: [Infinity, 0.9, 0.2] });
  expect(rocAuc([1, 1], [0.1, 0.2])).toBeNaN();
});

test("top k grows with k, from the accuracy to 1", () => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(3), fc.array(fc.nat(5), { minLength: 4, maxLength: 4 })), { minLength: 1 }), (rows) => {
    const [labels, scores] = [rows.map(([label]) => label), rows.flatMap(([, row]) => row)];
    const shares = [1, 2, 3, 4].map((k) => topKAccuracy(scores, labels, 4, k));
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[3]).toBe(1);
    expect(shares[0]).toBeCloseTo(accuracyOf(confusionMatrix(labels, predictedClasses(scores, 4), 4)), 12);
  }));
});

test("regression by hand", () => {
  expect(regressionScores([1, 2, 3], [1, 2, 6])).toEqual({ mse: 3, rmse: Math.sqrt(3), mae: 1, r2: 1 - 9 / 2 });
  expect(regressionScores([2, 2], [2, 2]).r2).toBe(1);
});

test("masks by hand: 4 pixels of which 2 overlap; a class that is nowhere does not count", () => {
  const { iou, dice, meanIou, meanDice, pixelAccuracy } = maskScores(confusionMatrix([1, 1, 1, 0, 0, 0], [1, 1, 0, 1, 0, 0], 3));
  expect(iou).toEqual([0.5, 0.5, NaN]);
  expect(dice).toEqual([2 / 3, 2 / 3, NaN]);
  expect([meanIou, meanDice, pixelAccuracy]).toEqual([0.5, 2 / 3, 2 / 3]);
});

const array = (shape: number[], data: number[]) => ({ shape, data: Float32Array.from(data) });

test("a whole report, from labels or one-hot rows", () => {
  const scores = array([3, 3], [5, 1, 0, 0, 2, 1, 3, 0, 1]);
  const report = classificationReport({ scores, labels: array([3], [0, 1, 2]), classes: ["cat", "dog", "eel"] });
  expect(report).toMatchInlineSnapshot(`
    {
      "accuracy": 0.6666666666666666,
      "confusion": [
        [
          1,
          0,
          0,
        ],
        [
          0,
          1,
          0,
        ],
        [
          1,
          0,
          0,
        ],
      ],
      "macro": {
        "f1": 0.5555555555555555,
        "precision": 0.5,
        "recall": 0.6666666666666666,
      },
      "micro": {
        "f1": 0.6666666666666666,
        "precision": 0.6666666666666666,
        "recall": 0.6666666666666666,
      },
      "perClass": [
        {
          "class": "cat",
          "f1": 0.6666666666666666,
          "precision": 0.5,
          "recall": 1,
          "support": 1,
        },
        {
          "class": "dog",
          "f1": 1,
          "precision": 1,
          "recall": 1,
          "support": 1,
        },
        {
          "class": "eel",
          "f1": 0,
          "precision": 0,
          "recall": 0,
          "support": 1,
        },
      ],
      "top5": 1,
      "weighted": {
        "f1": 0.5555555555555555,
        "precision": 0.5,
        "recall": 0.6666666666666666,
      },
    }
  `);
  expect(classificationReport({ scores, labels: array([3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1]), classes: ["cat", "dog", "eel"] })).toEqual(report);
});

test("a yes-or-no answer is cut at the threshold", () => {
  const [labels, classes] = [array([4], [0, 0, 1, 1]), ["no", "yes"]];
  expect(classificationReport({ scores: array([4, 1], [-1, 0.2, 0.3, 2]), labels, classes }).confusion).toEqual([[1, 1], [0, 2]]);
  expect(classificationReport({ scores: array([4], [0.1, 0.2, 0.3, 0.9]), labels, classes, threshold: 0.5 }).confusion).toEqual([[2, 0], [1, 1]]);
});

test("what does not fit together is named", () => {
  const scores = array([2, 3], [0, 0, 0, 0, 0, 0]);
  expect(() => classificationReport({ scores, labels: array([2], [0, 1]), classes: ["a", "b"] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: report: there must be a name for each class. Received 2 names for scores [2, 3].]`);
  expect(() => classificationReport({ scores, labels: array([3], [0, 1, 1]), classes: ["a", "b", "c"] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: report: there must be one label, or one row of 3, for each of 2 samples. Received [3].]`);
  expect(() => confusionMatrix([0, 3], [0, 1], 3)).toThrowErrorMatchingInlineSnapshot(`[RangeError: confusion matrix: classes must be whole numbers from 0 to 2. Received label 3 and prediction 1 at place 1.]`);
  expect(() => confusionMatrix([0], [0, 1], 3)).toThrowErrorMatchingInlineSnapshot(`[RangeError: confusion matrix: there must be one prediction for each label. Received 1 labels and 2 predictions.]`);
  expect(() => rocCurve([0], [0, 1])).toThrowErrorMatchingInlineSnapshot(`[RangeError: curve: there must be one score for each label. Received 1 labels and 2 scores.]`);
  expect(() => regressionScores([0], [0, 1])).toThrowErrorMatchingInlineSnapshot(`[RangeError: regression: there must be one prediction for each target. Received 1 targets and 2 predictions.]`);
});

test("predicted classes are of whole rows", () => {
  expect(predictedClasses([0, 1, 3, 2], 2)).toEqual(Uint32Array.of(1, 0));
  expect(() => predictedClasses([0, 1], undefined as never)).toThrowErrorMatchingInlineSnapshot(`[RangeError: predictedClasses: classes must be a whole number ≥ 1. Received undefined.]`);
  expect(() => predictedClasses([0, 1, 2], 2)).toThrowErrorMatchingInlineSnapshot(`[RangeError: predictedClasses: scores must be the numbers of [samples, 2]. Received 3 of them.]`);
});
