import { number } from "../field.ts";
import type { Chance } from "../stepRow.ts";
import { cutmixMix } from "./cutmix.ts";
import { make } from "../make.ts";
import type { MixRow } from "./mixRow.ts";
import { alpha, mixupMix } from "./mixup.ts";

/** One of the two for each batch. timm: mixup_alpha and cutmix_alpha together, with switch_prob. */
export interface MixupOrCutmix extends Chance {
  readonly kind: "mixupOrCutmix";
  /** α of mixup. */
  readonly mixup: number;
  /** α of CutMix. */
  readonly cutmix: number;
  /** How likely CutMix is, 0 … 1. */
  readonly switch: number;
}

export const mixupOrCutmixMix: MixRow<MixupOrCutmix> = {
  fields: { mixup: alpha(0.8), cutmix: alpha(1), switch: number({ min: 0, max: 1, fallback: 0.5 }) },
  draw: (mix, random, shape) =>
    random.uniform() < mix.switch ? cutmixMix.draw({ kind: "cutmix", p: 1, alpha: mix.cutmix }, random, shape) : mixupMix.draw({ kind: "mixup", p: 1, alpha: mix.mixup }, random, shape),
};

/** Mixup or CutMix, drawn for each batch. Unless given, α is 0.8 and 1, and either as likely: as DeiT is trained (arXiv:2012.12877, table 9). */
export const mixupOrCutmix = (options: { readonly mixup?: number; readonly cutmix?: number; readonly switch?: number; readonly p?: number } = {}): MixupOrCutmix =>
  make("mixupOrCutmix", mixupOrCutmixMix, options);
