import type { StepRow } from "../stepRow.ts";
import { randomCropStep, type RandomCrop } from "./crop.ts";
import { mirrorStep, type Mirror } from "./mirror.ts";

/** Steps that move pixels. */
export type GeometryStep = Mirror | RandomCrop;

export const geometrySteps: { readonly [K in GeometryStep["kind"]]: StepRow<Extract<GeometryStep, { kind: K }>> } = {
  mirror: mirrorStep,
  randomCrop: randomCropStep,
};
