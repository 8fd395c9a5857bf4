import { interval, levels, type Field, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Chance, StepRow } from "../stepRow.ts";

/** A rectangle of random size and shape, of one colour or of noise. Zhong et al. 2017, arXiv:1708.04896; PyTorch: RandomErasing. */
export interface RandomErase extends Chance {
  readonly kind: "randomErase";
  /** The part of the image's area. */
  readonly scale: Range;
  /** Height over width. */
  readonly ratio: Range;
  /** A level of 0 … 255 for each channel, or one for all, or noise from black to white. */
  readonly fill: readonly number[] | "noise";
}

const plainFill = levels(0);
const fill: Field<RandomErase["fill"]> = { rule: `${plainFill.rule}, or "noise"`, fallback: [0], parse: (value, nested) => (value === "noise" ? value : plainFill.parse(value, nested)) };

export const randomEraseStep: StepRow<RandomErase> = {
  fields: { scale: interval({ min: 0, max: 1, fallback: [0.02, 0.33] }), ratio: interval({ min: 0.001, max: 1_000, fallback: [0.3, 3.3] }), fill },
  chance: 0.5,
  draw({ scale, ratio, fill }, random, [rows, columns]) {
    // As torchvision: the first of ten that lies within the image, else nothing.
    for (let attempt = 0; attempt < 10; attempt++) {
      const area = rows * columns * random.uniform(...scale);
      const slimness = Math.exp(random.uniform(Math.log(ratio[0]), Math.log(ratio[1])));
      const [height, width] = [Math.round(Math.sqrt(area * slimness)), Math.round(Math.sqrt(area / slimness))];
      if (height < 1 || width < 1 || height >= rows || width >= columns) continue;
      const [top, left] = [random.integer(rows - height + 1), random.integer(columns - width + 1)];
      const where = { top, left, size: [height, width] as const, label: `erase ${height}×${width} at ${left}, ${top}` };
      return [fill === "noise" ? { kind: "eraseWithNoise", ...where, seed: random.seed() } : { kind: "erase", ...where, fill }];
    }
    return [];
  },
};

/**
 * A step that erases a rectangle inside the image with probability `p`, ½ unless given: `scale` is the part of the area, [0.02, 0.33] unless
 * given, `ratio` height over width, [0.3, 3.3] unless given. `fill: "noise"` is uniform from black to white as in the paper, where
 * torchvision draws normal deviates, since it erases after normalizing. Masks, boxes and keypoints stay.
 */
export const randomErase = (options: { readonly scale?: number | Range; readonly ratio?: number | Range; readonly fill?: number | readonly number[] | "noise"; readonly p?: number } = {}): RandomErase =>
  make("randomErase", randomEraseStep, options);
