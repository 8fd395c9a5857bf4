import { interval, number, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { rounded } from "./label.ts";
import { changeLevels } from "./levels.ts";
import { recolour, type Plain, type PlainPixels } from "./recolour.ts";

/** `gain · level ^ gamma`, white being 1. */
export interface GammaCorrected extends Labelled {
  readonly kind: "gamma";
  /** Above 1 darkens what lies between black and white, below 1 brightens it. */
  readonly gamma: number;
  readonly gain: number;
}

/** Another gamma. PyTorch: adjust_gamma. */
export interface Gamma extends Chance {
  readonly kind: "gamma";
  readonly gamma: Range;
}

export const gammaOperation: OperationRow<GammaCorrected> = recolour({ gamma: number({ min: 0, max: 1_000 }), gain: number({ min: 0, max: 1_000, fallback: 1 }) }, correcting);

export const gammaStep: StepRow<Gamma> = {
  fields: { gamma: interval({ min: 0, max: 1_000, fallback: [0.8, 1.25] }) },
  draw({ gamma: [low, high] }, random) {
    const gamma = random.uniform(low, high);
    return [{ kind: "gamma", gamma, gain: 1, label: `gamma ${rounded(gamma)}` }];
  },
};

/** A step that raises levels to a power, uniform in `[low, high]`; [0.8, 1.25] unless given. One number is that power each time. */
export const gamma = (options: { readonly gamma?: number | Range; readonly p?: number } = {}): Gamma => make("gamma", gammaStep, options);

const { fround } = Math;

function correcting(image: Plain, { gamma, gain }: GammaCorrected): PlainPixels {
  return changeLevels(image, (levels, white) => {
    // torchvision's way from floats to bytes: a share of 1/256 for each.
    const scale = white === 1 ? 1 : 255.999;
    for (let i = 0; i < levels.length; i++) {
      const level = fround(fround(gain) * fround(fround((levels[i] as number) / white) ** gamma));
      levels[i] = (level < 0 ? 0 : level > 1 ? 1 : level) * scale;
    }
  });
}
