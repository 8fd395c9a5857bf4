import { activationOf, softmax } from "@convscope/core";

const squash = activationOf(softmax());

/** Probabilities of scores: eᶻ of each over the sum of all. */
export const probabilities = (scores: readonly number[]): readonly number[] => (squash.acts === "row" ? squash.f(scores) : []);

/** What is asked of the outputs: 1 for the right class, smoothed to (1 − ε)·y + ε/n (arXiv:1512.00567, section 7). */
export const targetRow = (right: number, classes: number, smoothing: number): readonly number[] => Array.from({ length: classes }, (_, i) => (1 - smoothing) * (i === right ? 1 : 0) + smoothing / classes);

/** −Σ y·ln p; what is not asked for costs nothing, whatever its probability. */
export const crossEntropy = (target: readonly number[], p: readonly number[]): number => target.reduce((sum, y, i) => sum - (y === 0 ? 0 : y * Math.log(p[i] ?? NaN)), 0);
