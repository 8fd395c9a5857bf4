import type { Field } from "../field.ts";
import type { Operation } from "../operation.ts";
import { shapeAfter } from "../operation.ts";
import { make } from "../make.ts";
import type { Step } from "../step.ts";
import type { Chance, StepRow } from "../stepRow.ts";

/** Several steps as one, taken or left together. PyTorch: Compose. */
export interface Compose extends Chance {
  readonly kind: "compose";
  readonly steps: readonly Step[];
}

/** Steps inside a step. */
export const steps: Field<readonly Step[]> = {
  rule: "a list of steps",
  parse: (value, nested) => (Array.isArray(value) && value.length >= 1 && value.length <= 1_000 ? value.map((step) => nested(step) as Step) : undefined),
};

export const composeStep: StepRow<Compose> = {
  fields: { steps },
  draw: ({ steps }, random, shape, drawStep) => {
    const drawn: Operation[] = [];
    let now = shape;
    for (const step of steps)
      for (const operation of drawStep(step, random, now)) {
        drawn.push(operation);
        now = shapeAfter(operation, now);
      }
    return drawn;
  },
};

/** A step of several, taken or left together with probability `p`, 1 unless given. */
export const compose = (inner: readonly Step[], options: { readonly p?: number } = {}): Compose => make("compose", composeStep, { steps: inner, ...options });
