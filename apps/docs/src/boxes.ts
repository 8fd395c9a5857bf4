import { boxIou, boxOffsets, keptBoxes, type Box } from "@convscope/nn";

/** How far two boxes agree, with the areas that it is worked out from. */
export interface Overlap {
  readonly width: number;
  readonly height: number;
  readonly both: number;
  readonly either: number;
  readonly iou: number;
  /** From the first to the second: arXiv:1311.2524, appendix C. */
  readonly offsets: readonly number[];
}

const area = ([left, top, right, bottom]: Box): number => Math.max(0, right - left) * Math.max(0, bottom - top);

export function overlapOf(a: Box, b: Box): Overlap {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const both = width * height;
  return { width, height, both, either: area(a) + area(b) - both, iou: boxIou(a, b), offsets: boxOffsets(a, b) };
}

/** What a detector says: a box, and how sure it is. */
export interface Detection {
  readonly box: Box;
  readonly score: number;
}

/** The lesson's picture, 120×64: three things of one class, and six boxes that a detector gives. */
export const things: readonly Box[] = [[10, 10, 40, 40], [60, 20, 90, 50], [98, 8, 116, 30]];
export const detections: readonly Detection[] = [
  { box: [12, 10, 42, 40], score: 0.95 },
  { box: [8, 14, 38, 44], score: 0.9 },
  { box: [58, 22, 88, 52], score: 0.8 },
  { box: [30, 50, 50, 60], score: 0.6 },
  { box: [64, 18, 94, 48], score: 0.5 },
  { box: [100, 14, 118, 36], score: 0.4 },
];

/** A detection in its turn, from the surest on. */
export interface Ranked extends Detection {
  /** With the thing that it overlaps most. */
  readonly iou: number;
  readonly hit: boolean;
  readonly precision: number;
  readonly recall: number;
}

/** Detections that suppression leaves, ranked, and their average precision. */
export interface RankedDetections {
  readonly ranked: readonly Ranked[];
  readonly averagePrecision: number;
}

/** Suppresses boxes that overlap a surer one by more than `suppress`, and counts those as hits that overlap a thing by `overlap` or more, each thing once. */
export function rankedDetections({ suppress, overlap }: { readonly suppress: number; readonly overlap: number }): RankedDetections {
  const kept = keptBoxes(detections.map(({ box }) => box), detections.map(({ score }) => score), suppress).flatMap((i) => detections[i] ?? []);
  const taken = new Set<number>();
  let hits = 0;
  const ranked = kept.map((detection, i): Ranked => {
    const ious = things.map((thing) => boxIou(thing, detection.box));
    const iou = Math.max(...ious);
    const nearest = ious.indexOf(iou);
    const hit = iou >= overlap && !taken.has(nearest);
    if (hit) taken.add(nearest);
    hits += Number(hit);
    return { ...detection, iou, hit, precision: hits / (i + 1), recall: hits / things.length };
  });
  // Each precision raised to the greatest at any higher recall, as Pascal VOC counts since 2010.
  const averagePrecision = ranked.reduce((sum, one, i) => sum + (one.hit ? Math.max(...ranked.slice(i).map(({ precision }) => precision)) / things.length : 0), 0);
  return { ranked, averagePrecision };
}
