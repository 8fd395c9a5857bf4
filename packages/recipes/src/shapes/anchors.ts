import { boxIou, boxOffsets, type Box } from "@convscope/nn";

/**
 * A sliding window of three sizes over a picture, the regions that a detector looks at: squares, each size moved by a third of itself, so
 * that any square of nearly the same size overlaps one by half. Selective search, which Fast R-CNN had from elsewhere, would propose
 * fewer and better ones.
 */
export function slidingBoxes(height: number, width: number, sizes: readonly number[]): readonly Box[] {
  return sizes.flatMap((size) => {
    const starts = (length: number): number[] => {
      const steps = Math.ceil((length - size) / (size / 3));
      return Array.from({ length: steps + 1 }, (_, i) => Math.round((i * (length - size)) / Math.max(1, steps)));
    };
    return starts(height).flatMap((top) => starts(width).map((left): Box => [left, top, left + size, top + size]));
  });
}

/** What a region is to be learnt as. */
export interface Assigned {
  /** 0 for background, else one more than the figure's label. */
  readonly label: number;
  /** Intersection over union with the figure that it overlaps most. */
  readonly iou: number;
  /** The way to that figure's box, where it is one of a figure. */
  readonly offsets: readonly number[];
}

/** A region belongs to the figure that it overlaps most, if by half or more: arXiv:1504.08083, section 2.3. */
export function assigned(region: Box, figures: readonly { readonly label: number; readonly box: Box }[]): Assigned {
  let best: Assigned = { label: 0, iou: 0, offsets: [0, 0, 0, 0] };
  for (const { label, box } of figures) {
    const iou = boxIou(region, box);
    if (iou > best.iou) best = iou < 0.5 ? { ...best, iou } : { label: label + 1, iou, offsets: boxOffsets(region, box).map((offset, i) => offset / (deviations[i] ?? 1)) };
  }
  return best;
}

/** About how far offsets vary: divided by them, all four are learnt alike (section 2.3 makes their variance 1). */
export const deviations: readonly number[] = [0.1, 0.1, 0.2, 0.2];
