import { boxIou } from "../boxes/boxIou.ts";

/** What there is in one picture: boxes `[xMin, yMin, xMax, yMax]` and their classes. */
export interface PictureTruth {
  readonly boxes: readonly ArrayLike<number>[];
  readonly labels: ArrayLike<number>;
}

/** What a detector says there is, and how sure it is of each. */
export interface PictureDetections extends PictureTruth {
  readonly scores: ArrayLike<number>;
}

/** How well things were found. */
export interface DetectionScores {
  /** The mean over the classes that occur; not a number where none does. */
  readonly meanAveragePrecision: number;
  /** By class; not a number for one that does not occur. */
  readonly averagePrecision: readonly number[];
}

export interface DetectionOptions {
  readonly classes: number;
  /** From which intersection over union on a box counts as found; ½ unless given. */
  readonly overlap?: number;
}

/**
 * Average precision of each class, and its mean, as Pascal VOC counts since 2010 (Everingham et al., doi:10.1007/s11263-014-0733-5,
 * sections 2.3 and 4.1): detections of all pictures are gone through from the surest on. One is right if the true box that it overlaps
 * most does so by `overlap` or more and no surer one has taken that box already. The area is that under the precision at each recall,
 * each precision raised to the greatest at any higher recall. Detections of equal scores are taken in the order of pictures and boxes.
 *
 * @throws RangeError where pictures, boxes, labels and scores do not fit together.
 */
export function detectionScores(found: readonly PictureDetections[], truth: readonly PictureTruth[], { classes, overlap = 0.5 }: DetectionOptions): DetectionScores {
  if (found.length !== truth.length) throw new RangeError(`detectionScores: there must be detections for each picture. Received ${found.length} for ${truth.length} pictures.`);
  found.forEach(({ boxes, labels, scores }, i) => {
    if (boxes.length !== labels.length || boxes.length !== scores.length)
      throw new RangeError(`detectionScores: each detection must have a box, a label and a score. Received ${boxes.length}, ${labels.length} and ${scores.length} in picture ${i}.`);
  });
  const averagePrecision = Array.from({ length: classes }, (_, label) => ofClass(found, truth, label, overlap));
  const known = averagePrecision.filter((value) => !Number.isNaN(value));
  return { averagePrecision, meanAveragePrecision: known.reduce((a, b) => a + b, 0) / known.length };
}

function ofClass(found: readonly PictureDetections[], truth: readonly PictureTruth[], label: number, overlap: number): number {
  const total = truth.reduce((sum, { labels }) => sum + Array.from(labels).filter((of) => of === label).length, 0);
  const detections = found
    .flatMap(({ boxes, labels, scores }, picture) => boxes.map((box, i) => ({ picture, box, label: labels[i], score: scores[i] ?? NaN })))
    .filter((detection) => detection.label === label)
    .sort((a, b) => b.score - a.score);
  const taken = truth.map(() => new Set<number>());
  const right = detections.map(({ picture, box }) => {
    const nearest = nearestOf(truth[picture], label, box);
    if (nearest.iou < overlap || taken[picture]?.has(nearest.place)) return false;
    taken[picture]?.add(nearest.place);
    return true;
  });
  return areaUnder(right, total);
}

/** The true box of a class that a box overlaps most. */
function nearestOf(truth: PictureTruth | undefined, label: number, box: ArrayLike<number>): { readonly place: number; readonly iou: number } {
  let nearest = { place: -1, iou: 0 };
  truth?.boxes.forEach((known, place) => {
    const iou = truth.labels[place] === label ? boxIou(known, box) : 0;
    if (iou > nearest.iou) nearest = { place, iou };
  });
  return nearest;
}

/** The area under precision over recall, from detections in order of falling scores; not a number where there is nothing to find. */
function areaUnder(right: readonly boolean[], total: number): number {
  if (total === 0) return NaN;
  let hits = 0;
  const precision = right.map((hit, i) => (hits += Number(hit)) / (i + 1));
  let [area, best] = [0, 0];
  // Recall rises by 1 / total with each hit, and nowhere else.
  for (let i = right.length - 1; i >= 0; i--) {
    best = Math.max(best, precision[i] ?? 0);
    if (right[i]) area += best / total;
  }
  return area;
}
