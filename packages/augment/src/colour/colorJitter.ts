import { range, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Operation } from "../operation.ts";
import type { Random } from "../random.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { brightened } from "./brightness.ts";
import { contrasted } from "./contrast.ts";
import { hueShifted } from "./hue.ts";
import { saturated } from "./saturation.ts";
import { shuffle } from "./shuffle.ts";

/** Brightness, contrast, saturation and hue in random order. PyTorch: ColorJitter. */
export interface ColorJitter extends Chance {
  readonly kind: "colorJitter";
  readonly brightness: Range;
  readonly contrast: Range;
  readonly saturation: Range;
  readonly hue: Range;
}

const factor = range({ min: 0, max: 1_000, around: 1, fallback: [0.6, 1.4] });

export const colorJitterStep: StepRow<ColorJitter> = {
  fields: { brightness: factor, contrast: factor, saturation: factor, hue: range({ min: -0.5, max: 0.5, fallback: [-0.1, 0.1] }) },
  draw({ brightness, contrast, saturation, hue }, random) {
    const drawn = [part(brightness, 1, brightened), part(contrast, 1, contrasted), part(saturation, 1, saturated), part(hue, 0, hueShifted)].map((draw) => draw(random));
    shuffle(drawn, random);
    return drawn.flat();
  },
};

/** One of the four; none where its range leaves no choice but to change nothing. */
const part =
  ([low, high]: Range, nothing: number, operation: (value: number) => Operation) =>
  (random: Random): readonly Operation[] => {
    const value = random.uniform(low, high);
    return low === nothing && high === nothing ? [] : [operation(value)];
  };

/**
 * A step that draws a factor for brightness, contrast and saturation and a shift for the hue, in random order. One number is the distance from
 * no change; `0` leaves one out. Unless given, those of MoCo v2 (arXiv:2003.04297): 0.4, 0.4, 0.4 and 0.1.
 */
export const colorJitter = (
  options: { readonly brightness?: number | Range; readonly contrast?: number | Range; readonly saturation?: number | Range; readonly hue?: number | Range; readonly p?: number } = {},
): ColorJitter => make("colorJitter", colorJitterStep, options);
