import {
  accuracyOf, averagePrecision, balancedAccuracy, classScores, cohenKappa, confusionMatrix, macroScores, matthewsCorrelation, microScores, precisionRecallCurve, rocAuc, rocCurve, thresholded, weightedScores,
  type ClassScores, type ConfusionMatrix, type Scores,
} from "@convscope/nn";
import { shown } from "./shown.ts";

/** Everything that the lesson reads off a matrix. */
export interface Evaluated {
  readonly perClass: readonly ClassScores[];
  readonly means: readonly { readonly name: string; readonly scores: Scores }[];
  readonly single: readonly { readonly name: string; readonly value: number }[];
}

export const evaluated = (matrix: ConfusionMatrix): Evaluated => ({
  perClass: classScores(matrix),
  means: [
    { name: "macro", scores: macroScores(matrix) },
    { name: "weighted", scores: weightedScores(matrix) },
    { name: "micro", scores: microScores(matrix) },
  ],
  single: [
    { name: "Accuracy", value: accuracyOf(matrix) },
    { name: "Balanced accuracy", value: balancedAccuracy(matrix) },
    { name: "Cohen's κ", value: cohenKappa(matrix) },
    { name: "Matthews correlation", value: matthewsCorrelation(matrix) },
  ],
});

/** A matrix to begin with. */
export interface MatrixExample {
  readonly name: string;
  readonly classes: readonly string[];
  readonly matrix: ConfusionMatrix;
}

export const matrixExamples: readonly MatrixExample[] = [
  { name: "yes or no", classes: ["yes", "no"], matrix: [[40, 20], [10, 130]] },
  { name: "always no, and one in a hundred is a yes", classes: ["yes", "no"], matrix: [[0, 10], [0, 990]] },
  { name: "three classes", classes: ["cat", "dog", "bird"], matrix: [[50, 8, 2], [10, 45, 5], [0, 3, 27]] },
  { name: "a guess among three", classes: ["cat", "dog", "bird"], matrix: [[20, 20, 20], [20, 20, 20], [10, 10, 10]] },
];

/** Why counts are none, with row and column counted from 1; empty where they are. */
export function countsRefused(matrix: ConfusionMatrix): string {
  for (const [i, row] of matrix.entries())
    for (const [j, count] of row.entries()) if (!Number.isInteger(count) || count < 0) return `Row ${i + 1}, column ${j + 1}: a count must be a whole number from 0 on. Received ${shown(count)}.`;
  return matrix.flat().some((count) => count > 0) ? "" : "There must be a sample: all counts are 0.";
}

/** The name of a class of a matrix that has grown. */
export const classNamed = ({ classes }: MatrixExample, i: number): string => classes[i] ?? `class ${i + 1}`;

/** Samples with the score that says yes, and whether they are. */
export const scoredSamples: readonly { readonly score: number; readonly yes: boolean }[] = [
  ...[0.95, 0.9, 0.85, 0.72, 0.65, 0.55, 0.4, 0.2].map((score) => ({ score, yes: true })),
  ...[0.8, 0.6, 0.5, 0.45, 0.35, 0.3, 0.25, 0.22, 0.15, 0.12, 0.08, 0.05].map((score) => ({ score, yes: false })),
].sort((a, b) => b.score - a.score);

const labels = scoredSamples.map(({ yes }) => Number(yes));
const scores = scoredSamples.map(({ score }) => score);

/** What a threshold makes of the samples; precision is no number where nothing is called yes. */
export interface AtThreshold {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly precision: number;
  readonly recall: number;
  readonly falsePositiveRate: number;
  readonly f1: number;
  readonly accuracy: number;
}

export function atThreshold(threshold: number): AtThreshold {
  const matrix = confusionMatrix(labels, thresholded(scores, threshold), 2);
  const [[trueNegatives = 0, falsePositives = 0] = [], [falseNegatives = 0, truePositives = 0] = []] = matrix;
  const { precision = 0, recall = 0, f1 = 0 } = classScores(matrix)[1] ?? {};
  return {
    truePositives, falsePositives, falseNegatives, trueNegatives, recall, f1,
    precision: truePositives + falsePositives === 0 ? NaN : precision,
    falsePositiveRate: falsePositives / (falsePositives + trueNegatives),
    accuracy: accuracyOf(matrix),
  };
}

type Points = readonly (readonly [number, number])[];

/** Each precision from the recall before on: what lies below such steps is the average precision, as a sloped line's area is not. */
const steps = (points: Points): Points => points.flatMap(([x, y], i): Points => (i === 0 ? [[x, y]] : [[points[i - 1]?.[0] ?? 0, y], [x, y]]));

/** Both curves over all thresholds, with what lies below them. */
export function curves(): { readonly roc: Points; readonly auc: number; readonly pr: Points; readonly ap: number; readonly positives: number } {
  const { fpr, tpr } = rocCurve(labels, scores);
  const { precision, recall } = precisionRecallCurve(labels, scores);
  return {
    roc: fpr.map((x, i) => [x, tpr[i] ?? NaN] as const), auc: rocAuc(labels, scores),
    pr: steps(recall.map((x, i) => [x, precision[i] ?? NaN] as const).toReversed()), ap: averagePrecision(labels, scores),
    positives: labels.reduce((a, b) => a + b, 0) / labels.length,
  };
}
