import type { StepRow } from "../stepRow.ts";
import { composeStep, type Compose } from "./compose.ts";
import { oneOfStep, type OneOf } from "./oneOf.ts";

/** Steps made of steps. */
export type PolicyStep = Compose | OneOf;

export const policySteps: { readonly [K in PolicyStep["kind"]]: StepRow<Extract<PolicyStep, { kind: K }>> } = {
  compose: composeStep,
  oneOf: oneOfStep,
};
