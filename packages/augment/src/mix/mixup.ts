import { number } from "../field.ts";
import { pixelsFrom } from "../image.ts";
import type { Labelled } from "../operationRow.ts";
import type { Chance } from "../stepRow.ts";
import { mixTargets, type MixBatch } from "./batch.ts";
import { make } from "../make.ts";
import type { MixingRow, MixRow } from "./mixRow.ts";
import { drawPartners, partners } from "./partners.ts";

/** `λ · image + (1 − λ) · partner`, and the targets likewise. */
export interface MixedUp extends Labelled {
  readonly kind: "mixup";
  readonly lambda: number;
  /** `[n]`: the place in the batch of the image that each one is mixed with. */
  readonly partners: readonly number[];
}

/**
 * Every image of a batch laid over another one, as transparent as chance has it: λ ~ Beta(α, α), one for the batch
 * (Zhang et al., arXiv:1710.09412, equations in section 2). torchvision and Keras: MixUp. timm: mixup_alpha.
 */
export interface Mixup extends Chance {
  readonly kind: "mixup";
  readonly alpha: number;
}

/** α of a beta distribution with twice the same shape: small, most draws lie close to 0 or 1; 1, they are uniform; large, close to ½. */
export const alpha = (fallback: number): ReturnType<typeof number> => number({ min: 0.001, max: 1_000, fallback });

export const mixupMixing: MixingRow<MixedUp> = { fields: { lambda: number({ min: 0, max: 1 }), partners }, apply: mixUp };

export const mixupMix: MixRow<Mixup> = {
  fields: { alpha: alpha(0.2) },
  draw({ alpha }, random, [count]) {
    const lambda = random.beta(alpha, alpha);
    return { kind: "mixup", lambda, partners: drawPartners(random, count), label: `mixup ${lambda.toFixed(2)}` };
  },
};

/** Mixup with λ ~ Beta(α, α); α is 0.2 unless given, as the paper has it for ImageNet (for CIFAR-10 it takes 1). */
export const mixup = (options: { readonly alpha?: number; readonly p?: number } = {}): Mixup => make("mixup", mixupMix, options);

function mixUp({ images, targets }: MixBatch, { lambda, partners }: MixedUp): MixBatch {
  const { shape, data } = images;
  const each = shape[1] * shape[2] * shape[3];
  const mixed = new Float32Array(data.length);
  for (let n = 0; n < shape[0]; n++) {
    const [own, other] = [n * each, (partners[n] as number) * each];
    for (let i = 0; i < each; i++) mixed[own + i] = lambda * (data[own + i] as number) + (1 - lambda) * (data[other + i] as number);
  }
  return { images: { shape, data: pixelsFrom(mixed, data) }, targets: mixTargets(targets, partners, lambda) };
}
