import type { Sampling } from "../geometry/sampler.ts";
import type { ImageShape } from "../image.ts";
import type { Random } from "../random.ts";
import type { Operation } from "../operation.ts";
import { primitives, type PrimitiveName } from "./primitives.ts";
import { bits, eitherWay, plain, threshold, type Strength } from "./strength.ts";

/** What a policy chooses from, and how strong each may be: shears as slopes, shifts in pixels, turns in degrees, colours as the difference of their factor from 1. */
export type Space<N extends PrimitiveName = PrimitiveName> = { readonly [K in N]: Strength };

type Common = Exclude<PrimitiveName, "identity" | "invert">;

const common: Space<Common> = {
  shearX: eitherWay(0.3),
  shearY: eitherWay(0.3),
  // The first of these policies was found on images of 331 pixels, of which it shifts up to 150.
  translateX: eitherWay(([, width]) => (150 / 331) * width),
  translateY: eitherWay(([height]) => (150 / 331) * height),
  rotate: eitherWay(30),
  brightness: eitherWay(0.9),
  saturation: eitherWay(0.9),
  contrast: eitherWay(0.9),
  sharpness: eitherWay(0.9),
  posterize: bits(8, 4),
  solarize: threshold,
  autocontrast: plain,
  equalize: plain,
};

/** Cubuk et al., arXiv:1805.09501, table 6, without Cutout and SamplePairing: as torchvision has it, like all of these. */
export const autoAugmentSpace: Space<Common | "invert"> = { ...common, invert: plain };

/** Cubuk et al., arXiv:1909.13719, figure 2. */
export const randAugmentSpace: Space<Common | "identity"> = { identity: plain, ...common };

/** Müller and Hutter, arXiv:2103.10158: the space that they call wide. */
export const trivialAugmentSpace: Space<Common | "identity"> = {
  identity: plain,
  shearX: eitherWay(0.99),
  shearY: eitherWay(0.99),
  translateX: eitherWay(32),
  translateY: eitherWay(32),
  rotate: eitherWay(135),
  brightness: eitherWay(0.99),
  saturation: eitherWay(0.99),
  contrast: eitherWay(0.99),
  sharpness: eitherWay(0.99),
  posterize: bits(8, 2),
  solarize: threshold,
  autocontrast: plain,
  equalize: plain,
};

type Moves = Exclude<Common, "brightness" | "saturation" | "contrast" | "sharpness">;

/** Hendrycks et al., arXiv:1912.02781: without what also is a corruption that they test with. */
export const augMixSpace: Space<Moves> = {
  shearX: eitherWay(0.3),
  shearY: eitherWay(0.3),
  translateX: eitherWay(([, width]) => width / 3),
  translateY: eitherWay(([height]) => height / 3),
  rotate: eitherWay(30),
  posterize: bits(4, 0),
  solarize: threshold,
  autocontrast: plain,
  equalize: plain,
};

/** The same with colours. */
export const augMixColourSpace: Space<Common> = { ...common, ...augMixSpace };

/** One operation of a space as strong as this bin says, turned the other way every other time where it can be. */
export function drawPrimitive<N extends PrimitiveName>(space: Space<N>, name: N, { bin, bins }: { readonly bin: number; readonly bins: number }, random: Random, shape: ImageShape, sampling: Sampling): readonly Operation[] {
  const { signed, at } = space[name];
  const magnitude = at(bin, bins, shape);
  return primitives[name](signed && random.integer(2) === 0 ? -magnitude : magnitude, shape, sampling);
}

/** The name of one operation of a space, each as likely as the others. */
export function drawName<N extends PrimitiveName>(space: Space<N>, random: Random): N {
  const names = Object.keys(space) as N[];
  return names[random.integer(names.length)] as N;
}
