import type { SceneSplit } from "@convscope/datasets";
import { arrayData, keptBoxes, movedBox, type Box, type Network, type PictureDetections } from "@convscope/nn";
import { deviations } from "./anchors.ts";
import { boxOffset, classScore } from "./detector.ts";
import { pixels } from "./parts.ts";

/** A few pictures with all their regions at a time. */
const atOnce = 8;

/** What a detector finds in pictures when it looks at these regions of each: as many as its graph takes. */
export async function detections(net: Network, split: SceneSplit, regions: readonly Box[], classes: number): Promise<readonly PictureDetections[]> {
  const [length, height, width] = split.shape;
  const pictures = arrayData({ inputs: { image: pixels(split) }, targets: {} });
  const found: PictureDetections[] = [];
  for (let from = 0; from < length; from += atOnce) {
    const n = Math.min(atOnce, length - from);
    const { inputs } = await pictures.batch(Uint32Array.from({ length: n }, (_, i) => from + i));
    const outputs = await net.predict({
      ...inputs,
      boxes: { shape: [n, regions.length, 4], data: Float32Array.from(Array.from({ length: n }, () => regions.flat()).flat()) },
      counts: { shape: [n, regions.length, 4 * (classes + 1)], data: new Float32Array(n * regions.length * 4 * (classes + 1)).fill(1) },
    });
    const rows = regions.length * (classes + 1);
    for (let i = 0; i < n; i++) {
      const scores = outputs[classScore]?.data.subarray(i * rows, (i + 1) * rows) ?? [];
      const offsets = outputs[boxOffset]?.data.subarray(4 * i * rows, 4 * (i + 1) * rows) ?? [];
      found.push(pictureDetections({ regions, scores, offsets, classes, height, width }));
    }
  }
  return found;
}

/** What a detector answers for all regions of one picture. */
export interface Answers {
  readonly regions: readonly Box[];
  /** `[regions, 1 + classes]`, background first. */
  readonly scores: ArrayLike<number>;
  /** `[regions, 4 · (1 + classes)]`. */
  readonly offsets: ArrayLike<number>;
  readonly classes: number;
  readonly height: number;
  readonly width: number;
}

/** Each region's box for each class, moved by its offsets and cut off at the picture's edges; of those that overlap, the surest. */
export function pictureDetections({ regions, scores, offsets, classes, height, width }: Answers): PictureDetections {
  const found = Array.from({ length: classes }, (_, label) => {
    const candidates = regions.flatMap((region, r) => {
      const score = probability(scores, r * (classes + 1), classes + 1, label + 1);
      if (score <= 0.05) return [];
      const at = (r * (classes + 1) + label + 1) * 4;
      const [dx = 0, dy = 0, dw = 0, dh = 0] = deviations.map((deviation, k) => (offsets[at + k] ?? NaN) * deviation);
      const [left, top, right, bottom] = movedBox(region, [dx, dy, dw, dh]);
      const box: Box = [Math.max(0, left), Math.max(0, top), Math.min(width, right), Math.min(height, bottom)];
      return [{ box, label, score }];
    });
    return keptBoxes(candidates.map(({ box }) => box), candidates.map(({ score }) => score), 0.3).flatMap((place) => candidates[place] ?? []);
  }).flat();
  return { boxes: found.map(({ box }) => box), labels: found.map(({ label }) => label), scores: found.map(({ score }) => score) };
}

/** One class's share in the softmax of `length` scores from `from` on. */
function probability(scores: ArrayLike<number>, from: number, length: number, of: number): number {
  const own = scores[from + of] ?? NaN;
  let sum = 0;
  for (let i = 0; i < length; i++) sum += Math.exp((scores[from + i] ?? NaN) - own);
  return 1 / sum;
}
