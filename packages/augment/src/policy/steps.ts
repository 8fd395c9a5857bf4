import type { StepRow } from "../stepRow.ts";
import { augMixStep, type AugMix } from "./augMix.ts";
import { autoAugmentStep, type AutoAugment } from "./autoAugment.ts";
import { composeStep, type Compose } from "./compose.ts";
import { oneOfStep, type OneOf } from "./oneOf.ts";
import { randAugmentStep, type RandAugment } from "./randAugment.ts";
import { someOfStep, type SomeOf } from "./someOf.ts";
import { trivialAugmentStep, type TrivialAugment } from "./trivialAugment.ts";

/** Steps made of steps, and steps that are policies. */
export type PolicyStep = AugMix | AutoAugment | Compose | OneOf | RandAugment | SomeOf | TrivialAugment;

export const policySteps: { readonly [K in PolicyStep["kind"]]: StepRow<Extract<PolicyStep, { kind: K }>> } = {
  augMix: augMixStep,
  autoAugment: autoAugmentStep,
  compose: composeStep,
  oneOf: oneOfStep,
  randAugment: randAugmentStep,
  someOf: someOfStep,
  trivialAugment: trivialAugmentStep,
};
