import { number, range, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { blend } from "./blend.ts";
import { greyOf } from "./grey.ts";
import { rounded } from "./label.ts";
import { changeLevels } from "./levels.ts";
import { colourOrGrey, recolour, type Plain, type PlainPixels } from "./recolour.ts";

/** Every level's distance from the mean grey of the image times a factor. */
export interface Contrasted extends Labelled {
  readonly kind: "contrast";
  /** 0 is grey all over, 1 the image itself. */
  readonly factor: number;
}

/** Less or more contrast. PyTorch: ColorJitter(contrast), adjust_contrast. */
export interface Contrast extends Chance {
  readonly kind: "contrast";
  readonly factor: Range;
}

export const contrastOperation: OperationRow<Contrasted> = recolour({ factor: number({ min: 0, max: 1_000 }) }, contrasting);

export const contrasted = (factor: number): Contrasted => ({ kind: "contrast", factor, label: `contrast ×${rounded(factor)}` });

export const contrastStep: StepRow<Contrast> = {
  fields: { factor: range({ min: 0, max: 1_000, around: 1, fallback: [0.6, 1.4] }) },
  draw: ({ factor: [low, high] }, random) => [contrasted(random.uniform(low, high))],
};

/** A step that multiplies the distance from the mean grey by a factor, uniform in a range: `0.4`, unless given, is [0.6, 1.4]. */
export const contrast = (options: { readonly factor?: number | Range; readonly p?: number } = {}): Contrast => make("contrast", contrastStep, options);

function contrasting(image: Plain, { factor }: Contrasted): PlainPixels {
  colourOrGrey("contrast", image);
  const grey = greyOf(image);
  let sum = 0;
  for (const level of grey) sum += level;
  const mean = Math.fround(sum / grey.length);
  return changeLevels(image, (levels, white) => {
    for (let i = 0; i < levels.length; i++) levels[i] = blend(levels[i] as number, mean, factor, white);
  });
}
