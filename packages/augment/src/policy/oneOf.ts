import { make } from "../make.ts";
import type { Step } from "../step.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { steps } from "./compose.ts";

/** One of several steps, each as likely as the others. PyTorch: RandomChoice. */
export interface OneOf extends Chance {
  readonly kind: "oneOf";
  readonly steps: readonly Step[];
}

export const oneOfStep: StepRow<OneOf> = {
  fields: { steps },
  draw: ({ steps }, random, shape, drawStep) => {
    const step = steps[random.integer(steps.length)];
    return step === undefined ? [] : drawStep(step, random, shape);
  },
};

/** A step that takes one of several, with probability `p`, 1 unless given. */
export const oneOf = (choices: readonly Step[], options: { readonly p?: number } = {}): OneOf => make("oneOf", oneOfStep, { steps: choices, ...options });
