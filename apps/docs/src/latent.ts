import type { ScatterData, SheetPicture } from "@convscope/viz";
import recorded from "./recorded/latent.json" with { type: "json" };
import { bytesOf, nth, sampleCount, sampleOf, unpacked } from "./recorded.ts";
import { shown } from "./shown.ts";

/** Where a picture is put: by its pixels, or by the 32 numbers before the last layer. */
export const spaceNames = { features: "the network's 32 features", pixels: "3,072 pixel values" } as const;
export type SpaceName = keyof typeof spaceNames;
export const layouts = { pca: "PCA", tsne: "t-SNE" } as const;
export type LayoutName = keyof typeof layouts;

const classes = ["circle", "square", "triangle"];

function spaceOf(name: SpaceName): (typeof recorded.spaces)[number] {
  const found = recorded.spaces.find((one) => one.name === name);
  if (!found) throw new RangeError(`There is no space ${name}.`);
  return found;
}

/** The pictures as points of a plane. */
export function pointsOf(space: SpaceName, layout: LayoutName): ScatterData {
  const labels = Array.from({ length: sampleCount }, (_, i) => classes.indexOf(sampleOf(i).label));
  return { points: unpacked(spaceOf(space)[layout]).data, labels, classes };
}

/** The shares of the variance that the two components have. */
export const explainedOf = (space: SpaceName): readonly number[] => spaceOf(space).explained;
/** How many of the five nearest have the same class, over all pictures. */
export const sameClassOf = (space: SpaceName): number => spaceOf(space).sameClass;

/** A picture, and the five nearest to it. */
export function neighboursOf(space: SpaceName, place: number): readonly SheetPicture[] {
  const own = sampleOf(place);
  const near = spaceOf(space).nearest[place] ?? [];
  return [{ image: own.image, shape: own.shape, caption: `asked: ${own.label}` }, ...near.map(({ sample, distance }) => {
    const { image, shape, label } = sampleOf(sample);
    return { image, shape, caption: `${shown(distance)}: ${label}` };
  })];
}

const { autoencoder } = recorded;
export const digitsBetween: readonly number[] = autoencoder.ends.map(({ digit }) => digit);
const stepsBetween = autoencoder.steps;
export const autoencoderError = autoencoder.error;

/** The way from one digit to another: decoded points on the line between their codes, and the same mixture of their pixels. */
export function between(from: number, to: number): { readonly latent: readonly SheetPicture[]; readonly pixels: readonly SheetPicture[] } {
  const [low, high] = [Math.min(from, to), Math.max(from, to)];
  const pair = autoencoder.pairs.findIndex(([a, b]) => a === low && b === high);
  const ends = [from, to].map((digit) => autoencoder.ends.find((end) => end.digit === digit));
  const [first, last] = ends;
  if (pair < 0 || !first || !last) throw new RangeError(`Choose two different digits of ${digitsBetween.join(", ")}.`);
  const decoded = nth(unpacked(autoencoder.between), pair);
  const [a, b] = [unpacked(first.picture), unpacked(last.picture)];
  const shape = [28, 28, 1];
  const steps = Array.from({ length: stepsBetween }, (_, k) => k);
  const captionOf = (k: number): string => shown(k / (stepsBetween - 1));
  return {
    latent: steps.map((k) => ({ image: bytesOf(nth(decoded, from < to ? k : stepsBetween - 1 - k).data), shape, caption: captionOf(k) })),
    pixels: steps.map((k) => ({ image: bytesOf(a.data.map((value, i) => value + (k / (stepsBetween - 1)) * ((b.data[i] ?? 0) - value))), shape, caption: captionOf(k) })),
  };
}
