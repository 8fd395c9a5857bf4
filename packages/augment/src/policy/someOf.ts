import { counts, type Range } from "../field.ts";
import { make } from "../make.ts";
import type { Step } from "../step.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { composeStep, steps } from "./compose.ts";

/** Several of some steps, none of them twice, in the order of the list. Albumentations: SomeOf. */
export interface SomeOf extends Chance {
  readonly kind: "someOf";
  readonly steps: readonly Step[];
  /** How many, from and to; each number as likely as the others. */
  readonly count: Range;
}

export const someOfStep: StepRow<SomeOf> = {
  fields: { steps, count: counts({ min: 0, max: 1_000 }) },
  draw(step, random, shape, drawStep) {
    const [least, most] = step.count;
    let wanted = Math.min(least + random.integer(most - least + 1), step.steps.length);
    // Each step is taken with the chance that fills the places left from the steps left: every choice is equally likely (Knuth, 3.4.2, algorithm S).
    const taken = step.steps.filter((_, i) => {
      const take = random.integer(step.steps.length - i) < wanted;
      if (take) wanted--;
      return take;
    });
    return composeStep.draw({ kind: "compose", p: 1, steps: taken }, random, shape, drawStep);
  },
};

/** A step that takes `count` of several, or `[least, most]` of them; all of them where there are fewer. */
export const someOf = (choices: readonly Step[], options: { readonly count: number | Range; readonly p?: number }): SomeOf =>
  make("someOf", someOfStep, { steps: choices, ...options });
