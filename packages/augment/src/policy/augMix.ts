import { AugmentError } from "../error.ts";
import { counts, flag, number, numbers, shown, whole, type Field, type Range } from "../field.ts";
import { samplingFields, type Sampling, type SamplingOptions } from "../geometry/sampler.ts";
import { pixelsFrom } from "../image.ts";
import { make } from "../make.ts";
import type { Operation } from "../operation.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Random } from "../random.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { augMixColourSpace, augMixSpace, drawName, drawPrimitive } from "./spaces.ts";

/** An image laid over what chains of operations make of it. Masks, boxes and keypoints stay those of the image itself. */
export interface AugMixed extends Labelled {
  readonly kind: "augMix";
  /** How much of the image itself, then of each chain's result: 1 in sum. */
  readonly weights: readonly number[];
  readonly chains: readonly (readonly Operation[])[];
}

/** Several short chains of weak operations, mixed with each other and with the image (Hendrycks et al., arXiv:1912.02781, algorithm 1). torchvision: AugMix. */
export interface AugMix extends Chance, Sampling {
  readonly kind: "augMix";
  /** The strongest magnitude that is drawn, of 10. */
  readonly severity: number;
  /** How many chains. */
  readonly width: number;
  /** How long a chain is, from and to. */
  readonly depth: Range;
  /** α of the distributions of weights: of the chains among each other, and of the image against them. */
  readonly alpha: number;
  /** Whether brightness, saturation, contrast and sharpness are among the operations; the paper leaves them out, as its tests corrupt images so. */
  readonly colours: boolean;
}

const mostChains = 100;

const chains: Field<AugMixed["chains"]> = {
  rule: `a list of at most ${mostChains} lists of operations`,
  parse: (value, nested) =>
    Array.isArray(value) && value.length <= mostChains && value.every((chain) => Array.isArray(chain) && chain.length <= mostChains) ? (value as unknown[][]).map((chain) => chain.map((operation) => nested(operation) as Operation)) : undefined,
};

export const augMixOperation: OperationRow<AugMixed> = {
  fields: { weights: numbers({ min: 0, max: 1 }), chains },
  apply(sample, { weights, chains }, applyInner) {
    if (weights.length !== chains.length + 1) throw new AugmentError(`augMix: there must be a weight for the image and for each of the ${chains.length} chains. Received ${weights.length}.`);
    const { shape, data } = sample.image;
    const sum = Float32Array.from(data, (value) => value * (weights[0] as number));
    for (const [i, chain] of chains.entries()) {
      const { image } = applyInner({ image: sample.image }, chain);
      if (image.shape.join() !== shape.join() || image.data instanceof Float32Array !== data instanceof Float32Array) throw new AugmentError(`augMix: a chain must keep the image's shape and kind of numbers. Received ${shown(image.shape)} for ${shown(shape)}.`);
      for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] as number) + (weights[i + 1] as number) * (image.data[at] as number);
    }
    return { ...sample, image: { shape, data: pixelsFrom(sum, data) } };
  },
};

export const augMixStep: StepRow<AugMix> = {
  fields: {
    severity: whole({ min: 1, max: 10, fallback: 3 }),
    width: whole({ min: 1, max: mostChains, fallback: 3 }),
    depth: counts({ min: 1, max: mostChains, fallback: [1, 3] }),
    alpha: number({ min: 0.001, max: 1_000, fallback: 1 }),
    colours: flag(true),
    ...samplingFields("bilinear"),
  },
  draw({ severity, width, depth: [least, most], alpha, colours, ...sampling }, random, shape) {
    const own = random.beta(alpha, alpha);
    const weights = [own, ...dirichlet(random, alpha, width).map((weight) => (1 - own) * weight)];
    const space = colours ? augMixColourSpace : augMixSpace;
    const drawOne = (): readonly Operation[] => drawPrimitive(space, drawName(space, random), { bin: random.integer(severity), bins: 10 }, random, shape, sampling);
    const chains = Array.from({ length: width }, () => Array.from({ length: least + random.integer(most - least + 1) }, drawOne).flat());
    return [{ kind: "augMix", weights, chains, label: `augMix of ${chains.map((chain) => chain.map(({ label }) => label).join(", then ")).join("; ")}` }];
  },
};

/** Shares of 1, one broken off the rest after another: Dirichlet's distribution with all parameters alike. */
function dirichlet(random: Random, alpha: number, count: number): readonly number[] {
  let rest = 1;
  return Array.from({ length: count }, (_, i) => {
    const share = i === count - 1 ? rest : rest * random.beta(alpha, (count - 1 - i) * alpha);
    rest -= share;
    return share;
  });
}

export interface AugMixOptions extends SamplingOptions {
  /** The strongest magnitude that is drawn, 1 … 10; 3 unless given. */
  readonly severity?: number;
  /** How many chains; 3 unless given. */
  readonly width?: number;
  /** How long a chain is, or from and to; [1, 3] unless given. */
  readonly depth?: number | Range;
  /** 1 unless given: every mixture as likely as any. */
  readonly alpha?: number;
  /** Whether brightness, saturation, contrast and sharpness are among the operations; true unless given. */
  readonly colours?: boolean;
}

/** A step that mixes an image with what weak operations make of it. torchvision cuts bytes where this rounds them. */
export const augMix = (options: AugMixOptions = {}): AugMix => make("augMix", augMixStep, options);
