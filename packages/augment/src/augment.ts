import { applyOperations, type Operation } from "./operation.ts";
import type { At } from "./random.ts";
import type { Sample } from "./sample.ts";
import { drawOperations, type Pipeline } from "./step.ts";

/** A sample after a pipeline, with what was drawn for it. */
export interface Augmented extends Sample {
  /** `applyOperations` with these does the same again. */
  readonly operations: readonly Operation[];
}

/**
 * Draws a pipeline for one sample and does it. The same seed and path give the same numbers again, on every machine.
 *
 * @throws AugmentError for a sample whose parts do not fit, or a step that its image cannot have.
 */
export function augment(sample: Sample, pipeline: Pipeline, at: At): Augmented {
  const operations = drawOperations(pipeline, sample.image.shape, at);
  return { ...applyOperations(sample, operations), operations };
}
