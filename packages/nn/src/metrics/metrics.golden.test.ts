import { expectClose, golden } from "@convscope/test-kit";
import { describe, expect, test } from "vitest";
import {
  accuracyOf, averagePrecision, averagePrecisionOneVsRest, balancedAccuracy, binaryLogLoss, brierScore, classScores, cohenKappa, confusionMatrix, logLoss, macroScores, matthewsCorrelation, microScores,
  precisionRecallCurve, predictedClasses, rocAuc, rocAucOneVsRest, rocCurve, thresholded, topKAccuracy, weightedScores, type Scores,
} from "./index.ts";

interface Shared {
  readonly name: string;
  readonly y_true: number[];
  readonly accuracy: number;
  readonly confusion_matrix: number[][];
  readonly mcc: number;
  readonly log_loss: number;
}
interface Classes extends Shared {
  readonly classes: number;
  readonly prob: number[][];
  readonly y_pred: number[];
  readonly balanced_accuracy: number;
  readonly cohen_kappa: number;
  readonly micro: Scores;
  readonly macro: Scores;
  readonly weighted: Scores;
  readonly per_class: { readonly [S in "precision" | "recall" | "f1" | "support"]: number[] };
  readonly top_k?: { readonly [k: string]: number };
  readonly roc_auc_ovr?: { readonly macro: number; readonly weighted: number; readonly micro: number };
  readonly roc_auc_per_class?: number[];
  readonly average_precision_per_class?: number[];
  readonly mean_average_precision?: number;
}
interface Binary extends Shared, Scores {
  readonly binary: true;
  readonly score: number[];
  readonly roc_auc: number;
  readonly average_precision: number;
  readonly brier: number;
  readonly roc_curve: { readonly fpr: number[]; readonly tpr: number[] };
  readonly pr_curve: { readonly precision: number[]; readonly recall: number[] };
}

const { cases } = golden<{ readonly cases: readonly (Classes | Binary)[] }>("metrics.json");
const exact = { relative: 1e-9, absolute: 1e-9 };
const close = (actual: number, expected: number, what: string): void => expectClose([actual], [expected], exact, what);
const scoresClose = (actual: Scores, expected: Scores, what: string): void => {
  for (const name of ["precision", "recall", "f1"] as const) close(actual[name], expected[name], `${what} ${name}`);
};
const several = cases.filter((c): c is Classes => !("binary" in c));
const binary = cases.filter((c): c is Binary => "binary" in c);

test("all cases of scikit-learn are here", () => expect([several.length, binary.length]).toEqual([5, 3]));

describe.each(several)("$name", (given) => {
  const { classes, y_true } = given;
  const scores = given.prob.flat();
  const predictions = predictedClasses(scores, classes);
  const confusion = confusionMatrix(y_true, predictions, classes);

  test("predictions and confusion", () => {
    expect([...predictions]).toEqual(given.y_pred);
    expect(confusion).toEqual(given.confusion_matrix);
  });
  test("agreement", () => {
    close(accuracyOf(confusion), given.accuracy, "accuracy");
    close(balancedAccuracy(confusion), given.balanced_accuracy, "balanced accuracy");
    close(cohenKappa(confusion), given.cohen_kappa, "kappa");
    close(matthewsCorrelation(confusion), given.mcc, "Matthews");
    close(logLoss(y_true, scores, classes), given.log_loss, "log loss");
  });
  test("precision, recall, F1", () => {
    for (const name of ["precision", "recall", "f1", "support"] as const) expectClose(classScores(confusion).map((s) => s[name]), given.per_class[name], exact, name);
    scoresClose(macroScores(confusion), given.macro, "macro");
    scoresClose(microScores(confusion), given.micro, "micro");
    scoresClose(weightedScores(confusion), given.weighted, "weighted");
  });
  const { top_k, roc_auc_ovr, roc_auc_per_class, average_precision_per_class, mean_average_precision } = given;
  if (top_k) test("top k", () => Object.entries(top_k).forEach(([k, expected]) => close(topKAccuracy(scores, y_true, classes, Number(k)), expected, `top ${k}`)));
  if (roc_auc_ovr)
    test("areas under curves", () => {
      // Measured after dividing each row by its sum, which parts some ties by a last bit.
      const shares = given.prob.flatMap((row) => row.map((p) => p / row.reduce((a, b) => a + b)));
      const auc = rocAucOneVsRest(y_true, shares, classes);
      expectClose(auc.perClass, roc_auc_per_class ?? [], exact, "ROC-AUC");
      for (const name of ["macro", "weighted", "micro"] as const) close(auc[name], roc_auc_ovr[name], `ROC-AUC ${name}`);
      const precision = averagePrecisionOneVsRest(y_true, shares, classes);
      expectClose(precision.perClass, average_precision_per_class ?? [], exact, "average precision");
      close(precision.macro, mean_average_precision ?? NaN, "mean average precision");
    });
});

describe.each(binary)("$name", (given) => {
  const { y_true, score } = given;
  const confusion = confusionMatrix(y_true, thresholded(score), 2);

  test("confusion and scores", () => {
    expect(confusion).toEqual(given.confusion_matrix);
    close(accuracyOf(confusion), given.accuracy, "accuracy");
    close(matthewsCorrelation(confusion), given.mcc, "Matthews");
    const [, positive] = classScores(confusion);
    if (positive) scoresClose(positive, given, "positive");
  });
  test("probabilities", () => {
    close(binaryLogLoss(y_true, score), given.log_loss, "log loss");
    close(brierScore(y_true, score), given.brier, "Brier");
  });
  test("curves", () => {
    const roc = rocCurve(y_true, score);
    expectClose(roc.fpr, given.roc_curve.fpr, exact, "fpr");
    expectClose(roc.tpr, given.roc_curve.tpr, exact, "tpr");
    close(rocAuc(y_true, score), given.roc_auc, "ROC-AUC");
    const curve = precisionRecallCurve(y_true, score);
    expectClose(curve.precision, given.pr_curve.precision, exact, "precision");
    expectClose(curve.recall, given.pr_curve.recall, exact, "recall");
    close(averagePrecision(y_true, score), given.average_precision, "average precision");
  });
});
