import type { StepRow } from "../stepRow.ts";
import { normalizeStep, type Normalize } from "./normalize.ts";

/** Steps that change colours. */
export type ColourStep = Normalize;

export const colourSteps: { readonly [K in ColourStep["kind"]]: StepRow<Extract<ColourStep, { kind: K }>> } = {
  normalize: normalizeStep,
};
