import { number, range, type Range } from "../field.ts";
import { whiteOf } from "../image.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { blend } from "./blend.ts";
import { rounded } from "./label.ts";
import { recolour, type Plain, type PlainPixels } from "./recolour.ts";

/** Every level's distance from a blurred one times a factor. The outermost pixels stay as they are. */
export interface Sharpened extends Labelled {
  readonly kind: "sharpness";
  /** 0 is blurred, 1 the image itself, 2 sharper. */
  readonly factor: number;
}

/** Blurred or sharper. PyTorch: RandomAdjustSharpness. */
export interface Sharpness extends Chance {
  readonly kind: "sharpness";
  readonly factor: Range;
}

export const sharpnessOperation: OperationRow<Sharpened> = recolour({ factor: number({ min: 0, max: 1_000 }) }, sharpening);

export const sharpnessStep: StepRow<Sharpness> = {
  fields: { factor: range({ min: 0, max: 1_000, around: 1, fallback: [0, 2] }) },
  chance: 0.5,
  draw({ factor: [low, high] }, random) {
    const factor = random.uniform(low, high);
    return [{ kind: "sharpness", factor, label: `sharpness ×${rounded(factor)}` }];
  },
};

/** A step that blurs or sharpens by a factor, uniform in a range: `1`, unless given, is [0, 2]. With probability `p`, ½ unless given. */
export const sharpness = (options: { readonly factor?: number | Range; readonly p?: number } = {}): Sharpness => make("sharpness", sharpnessStep, options);

/** The blurred level is 5/13 of the pixel's and 1/13 of each of its eight neighbours', as Pillow's SMOOTH filter has it. */
function sharpening({ shape: [height, width, channels], data }: Plain, { factor }: Sharpened): PlainPixels {
  const result = data.slice();
  const white = whiteOf(data);
  const row = width * channels;
  for (let y = 1; y < height - 1; y++)
    for (let i = y * row + channels; i < (y + 1) * row - channels; i++) {
      const level = data[i] as number;
      let sum = 4 * level;
      for (let above = i - row; above <= i + row; above += row) sum += (data[above - channels] as number) + (data[above] as number) + (data[above + channels] as number);
      const blurred = white === 1 ? sum / 13 : Math.round(sum / 13);
      result[i] = blend(level, blurred, factor, white);
    }
  return result;
}
