import { choice, number, range, whole, type Field, type Range } from "../field.ts";
import { whiteOf } from "../image.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import { randomOf, type Random } from "../random.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { rounded } from "./label.ts";
import { emptyLike, recolour, type Plain, type PlainPixels } from "./recolour.ts";

/** Gaussian: the same everywhere; speckle: Gaussian, in proportion to the level; salt and pepper: some pixels white, as many black. */
export type NoiseDistribution = "gaussian" | "saltAndPepper" | "speckle";

/** Noise drawn from a seed, so that the same record gives the same noise. */
export interface Noisy extends Labelled {
  readonly kind: "noise";
  readonly distribution: NoiseDistribution;
  /** The deviation, white being 1 (of speckle, the level itself being 1); of salt and pepper the fraction of pixels. */
  readonly amount: number;
  /** A whole number of 32 bits. */
  readonly seed: number;
}

/** Added noise. Keras: GaussianNoise, in training only. */
export interface Noise extends Chance {
  readonly kind: "noise";
  readonly distribution: NoiseDistribution;
  readonly amount: Range;
}

const distribution = choice<NoiseDistribution>(["gaussian", "saltAndPepper", "speckle"], "gaussian");

/** What a stream of noise starts from. */
export const noiseSeed: Field<number> = whole({ min: 0, max: 2 ** 32 - 1 });

export const noiseOperation: OperationRow<Noisy> = recolour({ distribution, amount: number({ min: 0, max: 1 }), seed: noiseSeed }, (image, operation) => adding[operation.distribution](image, operation.amount, randomOf(operation.seed)));

export const noiseStep: StepRow<Noise> = {
  fields: { distribution, amount: range({ min: 0, max: 1, fallback: [0, 0.1] }) },
  draw({ distribution, amount: [low, high] }, random) {
    const amount = random.uniform(low, high);
    return [{ kind: "noise", distribution, amount, seed: random.seed(), label: `noise ${distribution} ${rounded(amount)}` }];
  },
};

/** A step that adds noise of an amount uniform in a range: `0.1`, unless given, is [0, 0.1]. Gaussian unless told otherwise. */
export const noise = (options: { readonly distribution?: NoiseDistribution; readonly amount?: number | Range; readonly p?: number } = {}): Noise => make("noise", noiseStep, options);

const adding: { readonly [D in NoiseDistribution]: (image: Plain, amount: number, random: Random) => PlainPixels } = {
  gaussian: (image, amount, random) => addNormal(image, random, whiteOf(image.data) * amount, 0),
  speckle: (image, amount, random) => addNormal(image, random, 0, amount),
  saltAndPepper({ shape: [, , channels], data }, amount, random) {
    const result = data.slice();
    const white = whiteOf(data);
    for (let i = 0; i < data.length; i += channels) {
      const u = random.uniform();
      if (u < amount) result.fill(u < amount / 2 ? 0 : white, i, i + channels);
    }
    return result;
  },
};

/** Adds a Gaussian whose deviation is `same + proportion · level`, for each number of its own. */
function addNormal({ data }: Plain, random: Random, same: number, proportion: number): PlainPixels {
  const result = emptyLike(data);
  const white = whiteOf(data);
  // Half a level, because storing a byte drops the fraction.
  const half = white === 1 ? 0 : 0.5;
  for (let i = 0; i < data.length; i++) {
    const level = data[i] as number;
    result[i] = Math.max(0, Math.min(white, level + (same + proportion * level) * random.normal() + half));
  }
  return result;
}
