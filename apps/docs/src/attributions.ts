import type { Heatmap, LineSeries, SheetPicture } from "@convscope/viz";
import recorded from "./recorded/attributions.json" with { type: "json" };
import { nth, sampleOf, unpacked, type Packed } from "./recorded.ts";
import { shown } from "./shown.ts";

const classes = ["circle", "square", "triangle"];

export const explainedPictures = recorded.pictures;
export const comparedPictures = recorded.compared;
export const weightsNames = { trained: "as learned", untrained: "random" } as const;
export type WeightsName = keyof typeof weightsNames;
export type MethodName = keyof typeof recorded.trained.maps;
export const methodNames = Object.keys(recorded.trained.maps) as MethodName[];

/** A picture with its figure's box. */
export function explainedPicture(place: number): SheetPicture {
  const { image, shape, label, box } = sampleOf(place);
  return { image, shape, caption: label, boxes: box };
}

/** What each method says of a picture, over it. */
export function attributionsOf(place: number, weights: WeightsName): readonly Heatmap[] {
  const { image, shape } = sampleOf(place);
  return methodNames.map((name) => ({ name, image, shape, map: nth(unpacked(recorded[weights].maps[name] as Packed), place) }));
}

/** How much of a map, weighed by its size, lies in the figure's box; each pixel takes the nearest place of a coarser map. */
export function shareInBox(place: number, weights: WeightsName, method: MethodName): number {
  const { shape: [height, width], box: [left = 0, top = 0, right = 0, bottom = 0] } = sampleOf(place);
  const { shape: [rows = 1, columns = 1], data } = nth(unpacked(recorded[weights].maps[method] as Packed), place);
  let [inside, all] = [0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const size = Math.abs(data[Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width)] ?? 0);
      all += size;
      if (x >= left && x < right && y >= top && y < bottom) inside += size;
    }
  return all === 0 ? 0 : inside / all;
}

/** How much of the picture the box is. */
export function boxShare(place: number): number {
  const { shape: [height, width], box: [left = 0, top = 0, right = 0, bottom = 0] } = sampleOf(place);
  return ((right - left) * (bottom - top)) / (height * width);
}

/** The scores in words: what was explained, and whether integrated gradients add up. */
export function scoresOf(place: number, weights: WeightsName): string {
  const { targets, scores, baselineScores, missing } = recorded[weights];
  const [score = NaN, ground = NaN, error = NaN] = [scores[place], baselineScores[place], missing[place]];
  return `Explained is the score of ${classes[targets[place] ?? 0]}, ${shown(score)}. A black picture has ${shown(ground)}; integrated gradients, a sum over 50 steps, add up to ${shown(score - ground + error)}; the integral would give the difference, ${shown(score - ground)}.`;
}

/** How like the map still is, the more of the weights are random, from the end of the network on. */
export const sanityLines: readonly LineSeries[] = Object.entries(recorded.sanity).map(([name, steps]) => ({ name, points: [[0, 1], ...steps.map(({ similarity }, i) => [i + 1, similarity] as const)] }));
export const sanitySteps: readonly string[] = recorded.sanity.saliency.map(({ node }) => node);
export const sanityRows: readonly { readonly name: string; readonly similarities: readonly number[] }[] = Object.entries(recorded.sanity).map(([name, steps]) => ({ name, similarities: steps.map(({ similarity }) => similarity) }));

/** Pixels of a map in a figure so wide: four stand beside each other in a lesson, two on a telephone, and each has room for its name. */
export const mapSide = (width: number): number => (width < 500 ? 136 : 124);
