import { number, range, type Range } from "../field.ts";
import { whiteOf } from "../image.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { blend } from "./blend.ts";
import { greyOf } from "./grey.ts";
import { rounded } from "./label.ts";
import { colourOrGrey, emptyLike, recolour, type Plain, type PlainPixels } from "./recolour.ts";

/** Every pixel's distance from its own grey times a factor. A grey image stays as it is. */
export interface Saturated extends Labelled {
  readonly kind: "saturation";
  /** 0 is grey, 1 the image itself. */
  readonly factor: number;
}

/** Paler or stronger colours. PyTorch: ColorJitter(saturation), adjust_saturation. */
export interface Saturation extends Chance {
  readonly kind: "saturation";
  readonly factor: Range;
}

export const saturationOperation: OperationRow<Saturated> = recolour({ factor: number({ min: 0, max: 1_000 }) }, saturating);

export const saturated = (factor: number): Saturated => ({ kind: "saturation", factor, label: `saturation ×${rounded(factor)}` });

export const saturationStep: StepRow<Saturation> = {
  fields: { factor: range({ min: 0, max: 1_000, around: 1, fallback: [0.6, 1.4] }) },
  draw: ({ factor: [low, high] }, random) => [saturated(random.uniform(low, high))],
};

/** A step that multiplies the distance of colours from grey by a factor, uniform in a range: `0.4`, unless given, is [0.6, 1.4]. */
export const saturation = (options: { readonly factor?: number | Range; readonly p?: number } = {}): Saturation => make("saturation", saturationStep, options);

function saturating(image: Plain, { factor }: Saturated): PlainPixels {
  const { data } = image;
  if (colourOrGrey("saturation", image) === "grey") return data;
  const [grey, white, result] = [greyOf(image), whiteOf(data), emptyLike(data)];
  for (let i = 0, at = 0; i < grey.length; i++)
    for (const end = at + 3; at < end; at++) result[at] = blend(data[at] as number, grey[i] as number, factor, white);
  return result;
}
