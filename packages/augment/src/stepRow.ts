import type { Fields } from "./field.ts";
import type { ImageShape } from "./image.ts";
import type { Operation } from "./operation.ts";
import type { Random } from "./random.ts";
import type { Step } from "./step.ts";

/** What every step has. */
export interface Chance {
  /** How likely it is to be taken at all, 0 … 1. */
  readonly p: number;
}

/** Draws a step inside another: its own chance included. */
export type DrawStep = (step: Step, random: Random, shape: ImageShape) => readonly Operation[];

/** One kind of step. */
export interface StepRow<S> {
  readonly fields: Fields<S>;
  /** How likely it is to be taken, unless given: 1 unless given here. */
  readonly chance?: number;
  /** What it comes to this time, for an image of this shape: nothing, one operation, or several. */
  readonly draw: (step: S, random: Random, shape: ImageShape, drawStep: DrawStep) => readonly Operation[];
}
