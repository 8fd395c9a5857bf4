import { boxIou } from "./boxIou.ts";

/**
 * Non-maximum suppression: of boxes that overlap by more than `overlap` (intersection over union) only the best is kept. Greedy, from the highest score on;
 * of equal scores the first comes first. arXiv:1311.2524, section 2.2.
 *
 * @returns the places of those kept, best first
 */
export function keptBoxes(boxes: readonly ArrayLike<number>[], scores: ArrayLike<number>, overlap: number): number[] {
  if (boxes.length !== scores.length) throw new RangeError(`keptBoxes: there must be one score for each box. Received ${scores.length} for ${boxes.length}.`);
  const order = boxes.map((_, i) => i).sort((a, b) => (scores[b] ?? NaN) - (scores[a] ?? NaN) || a - b);
  const kept: number[] = [];
  for (const i of order) if (kept.every((better) => boxIou(boxes[better] ?? [], boxes[i] ?? []) <= overlap)) kept.push(i);
  return kept;
}
