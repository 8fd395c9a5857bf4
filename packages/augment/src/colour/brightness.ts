import { number, range, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { blend } from "./blend.ts";
import { rounded } from "./label.ts";
import { changeLevels } from "./levels.ts";
import { recolour } from "./recolour.ts";

/** Every level times a factor, at most white. */
export interface Brightened extends Labelled {
  readonly kind: "brightness";
  /** 0 is black, 1 the image itself. */
  readonly factor: number;
}

/** Darker or brighter. PyTorch: ColorJitter(brightness), adjust_brightness. */
export interface Brightness extends Chance {
  readonly kind: "brightness";
  readonly factor: Range;
}

export const brightnessOperation: OperationRow<Brightened> = recolour({ factor: number({ min: 0, max: 1_000 }) }, (image, { factor }) =>
  changeLevels(image, (levels, white) => {
    for (let i = 0; i < levels.length; i++) levels[i] = blend(levels[i] as number, 0, factor, white);
  }),
);

export const brightened = (factor: number): Brightened => ({ kind: "brightness", factor, label: `brightness ×${rounded(factor)}` });

export const brightnessStep: StepRow<Brightness> = {
  fields: { factor: range({ min: 0, max: 1_000, around: 1, fallback: [0.6, 1.4] }) },
  draw: ({ factor: [low, high] }, random) => [brightened(random.uniform(low, high))],
};

/** A step that multiplies every level by a factor, uniform in a range: `0.4`, unless given, is [0.6, 1.4]. */
export const brightness = (options: { readonly factor?: number | Range; readonly p?: number } = {}): Brightness => make("brightness", brightnessStep, options);
