import { AugmentError } from "../error.ts";
import { size, whole } from "../field.ts";
import { pixelsLike } from "../image.ts";
import type { Labelled } from "../operationRow.ts";
import type { Chance } from "../stepRow.ts";
import { mixTargets, type MixBatch } from "./batch.ts";
import { make } from "../make.ts";
import type { MixingRow, MixRow } from "./mixRow.ts";
import { alpha } from "./mixup.ts";
import { drawPartners, partners } from "./partners.ts";

/** A box of every image taken from its partner; of the targets as much as the box has of the area. */
export interface CutMixed extends Labelled {
  readonly kind: "cutmix";
  readonly top: number;
  readonly left: number;
  /** `[height, width]` of the box in pixels; 0 where chance wanted none. */
  readonly size: readonly [height: number, width: number];
  /** `[n]`: the place in the batch of the image that each one gets its box from. */
  readonly partners: readonly number[];
}

/**
 * A box of every image taken from another one (Yun et al., arXiv:1905.04899, equations 1 and 2): λ ~ Beta(α, α), the box has 1 − λ of the area
 * around a centre anywhere, is cut at the borders, and λ is then what it left. One box for the batch. torchvision and Keras: CutMix. timm: cutmix_alpha.
 */
export interface Cutmix extends Chance {
  readonly kind: "cutmix";
  readonly alpha: number;
}

export const cutmixMixing: MixingRow<CutMixed> = {
  fields: { top: whole({ min: 0, max: 65_536 }), left: whole({ min: 0, max: 65_536 }), size: size({ min: 0 }), partners },
  apply: cutMix,
};

export const cutmixMix: MixRow<Cutmix> = {
  fields: { alpha: alpha(1) },
  draw({ alpha }, random, [count, height, width]) {
    const side = Math.sqrt(1 - random.beta(alpha, alpha));
    const [top, bottom] = span(random.integer(height), Math.floor(height * side), height);
    const [left, right] = span(random.integer(width), Math.floor(width * side), width);
    return { kind: "cutmix", top, left, size: [bottom - top, right - left], partners: drawPartners(random, count), label: `cutmix ${bottom - top}×${right - left} at ${left}, ${top}` };
  },
};

/** From where to where a length around a centre reaches inside the image. */
function span(centre: number, length: number, end: number): readonly [from: number, to: number] {
  const from = centre - Math.floor(length / 2);
  return [Math.max(0, from), Math.min(end, from + length)];
}

/** CutMix with λ ~ Beta(α, α); α is 1 unless given, as in the paper: uniform. */
export const cutmix = (options: { readonly alpha?: number; readonly p?: number } = {}): Cutmix => make("cutmix", cutmixMix, options);

function cutMix({ images, targets }: MixBatch, { top, left, size: [boxHeight, boxWidth], partners }: CutMixed): MixBatch {
  const { shape, data } = images;
  const [count, height, width, channels] = shape;
  if (top + boxHeight > height || left + boxWidth > width) throw new AugmentError(`cutmix: the box must lie inside the images of ${height}×${width}. Received ${boxHeight}×${boxWidth} at ${left}, ${top}.`);
  const mixed = pixelsLike(data, data.length);
  mixed.set(data);
  for (let n = 0; n < count; n++)
    for (let y = top; y < top + boxHeight; y++) {
      const row = (image: number): number => ((image * height + y) * width + left) * channels;
      const from = row(partners[n] as number);
      mixed.set(data.subarray(from, from + boxWidth * channels), row(n));
    }
  return { images: { shape, data: mixed }, targets: mixTargets(targets, partners, 1 - (boxHeight * boxWidth) / (height * width)) };
}
