/** A curve over all thresholds, from the strictest on: at `thresholds[i]`, everything that scores at least so much counts as positive. */
export interface RocCurve {
  /** False positives over all negatives. */
  readonly fpr: readonly number[];
  /** True positives over all positives: the recall. */
  readonly tpr: readonly number[];
  /** The first is infinite: nothing is positive. */
  readonly thresholds: readonly number[];
}

export interface PrecisionRecallCurve {
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  /** One fewer than points: the last point, precision 1 at recall 0, has none. */
  readonly thresholds: readonly number[];
}

/** True and false positives at each different score, falling. */
interface Counts {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/** `labels` are 1 for positives, anything else for negatives. */
function cumulated(labels: ArrayLike<number>, scores: ArrayLike<number>): readonly Counts[] {
  if (labels.length !== scores.length) throw new RangeError(`curve: there must be one score for each label. Received ${labels.length} labels and ${scores.length} scores.`);
  const order = Uint32Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
  const counts: Counts[] = [];
  let [truePositives, falsePositives] = [0, 0];
  for (let at = 0; at < order.length; at++) {
    const i = order[at] ?? 0;
    if (labels[i] === 1) truePositives++;
    else falsePositives++;
    // Equal scores cannot be told apart by any threshold.
    if (at + 1 === order.length || scores[order[at + 1] ?? 0] !== scores[i]) counts.push({ threshold: scores[i] ?? NaN, truePositives, falsePositives });
  }
  return counts;
}

/** The receiver operating characteristic of a yes-or-no score. Not a number where a class is missing. */
export function rocCurve(labels: ArrayLike<number>, scores: ArrayLike<number>): RocCurve {
  const counts = cumulated(labels, scores);
  const last = counts.at(-1);
  return {
    fpr: [0, ...counts.map((c) => c.falsePositives / (last?.falsePositives ?? 0))],
    tpr: [0, ...counts.map((c) => c.truePositives / (last?.truePositives ?? 0))],
    thresholds: [Infinity, ...counts.map((c) => c.threshold)],
  };
}

/** The area under it by trapezia: the chance that a positive scores above a negative. Not a number where a class is missing. */
export function rocAuc(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { fpr, tpr } = rocCurve(labels, scores);
  return fpr.reduce((area, x, i) => area + (i === 0 ? 0 : (x - (fpr[i - 1] ?? 0)) * ((tpr[i] ?? 0) + (tpr[i - 1] ?? 0)) * 0.5), 0);
}

/** Precision against recall, from the lowest threshold (everything is positive) to the highest. */
export function precisionRecallCurve(labels: ArrayLike<number>, scores: ArrayLike<number>): PrecisionRecallCurve {
  const counts = cumulated(labels, scores);
  const positives = counts.at(-1)?.truePositives ?? 0;
  const rising = counts.toReversed();
  return {
    precision: [...rising.map(({ truePositives, falsePositives }) => truePositives / (truePositives + falsePositives)), 1],
    recall: [...rising.map(({ truePositives }) => truePositives / positives), 0],
    thresholds: rising.map(({ threshold }) => threshold),
  };
}

/** Σ (Rₙ − Rₙ₋₁) Pₙ over falling thresholds, without interpolation. */
export function averagePrecision(labels: ArrayLike<number>, scores: ArrayLike<number>): number {
  const { precision, recall } = precisionRecallCurve(labels, scores);
  return precision.reduce((sum, p, i) => sum + ((recall[i] ?? 0) - (recall[i + 1] ?? 0)) * p, 0);
}
