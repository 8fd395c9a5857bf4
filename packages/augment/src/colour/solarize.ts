import { interval, number, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { rounded } from "./label.ts";
import { changeLevels } from "./levels.ts";
import { recolour } from "./recolour.ts";

/** Levels at or above a threshold inverted. */
export interface Solarized extends Labelled {
  readonly kind: "solarize";
  /** A level of 0 … 255; 256 changes nothing. */
  readonly threshold: number;
}

/** Bright levels inverted. PyTorch: RandomSolarize. */
export interface Solarize extends Chance {
  readonly kind: "solarize";
  readonly threshold: Range;
}

export const solarizeOperation: OperationRow<Solarized> = recolour({ threshold: number({ min: 0, max: 256 }) }, (image, { threshold }) =>
  changeLevels(image, (levels, white) => {
    const least = Math.fround((threshold / 255) * white);
    for (let i = 0; i < levels.length; i++) if ((levels[i] as number) >= least) levels[i] = white - (levels[i] as number);
  }),
);

export const solarizeStep: StepRow<Solarize> = {
  fields: { threshold: interval({ min: 0, max: 256, fallback: [128, 128] }) },
  chance: 0.5,
  draw({ threshold: [low, high] }, random) {
    const threshold = random.uniform(low, high);
    return [{ kind: "solarize", threshold, label: `solarize from ${rounded(threshold)}` }];
  },
};

/** A step that inverts levels from a threshold on, 128 unless given or drawn from `[low, high]`, with probability `p`, ½ unless given. */
export const solarize = (options: { readonly threshold?: number | Range; readonly p?: number } = {}): Solarize => make("solarize", solarizeStep, options);
