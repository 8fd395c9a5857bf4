import { applyOperations } from "./operation.ts";
import type { Sample } from "./sample.ts";
import { drawOperations, parsePipeline } from "./step.ts";

/** Which draw of a sample is wanted: the same three give the same picture again. */
export interface Draw {
  readonly seed: number;
  readonly epoch: number;
  /** The place of the sample in its data set. */
  readonly index: number;
}

/** What turns a decoded sample into the one that is learned from. */
export type Transform = (sample: Sample, draw: Draw) => Sample;

/**
 * A pipeline as a module that a loader's worker can import by its address: `options` is the pipeline's JSON.
 *
 * @throws AugmentError for JSON that is no pipeline.
 */
export function transformer(options: unknown): Transform {
  const pipeline = parsePipeline(options);
  return (sample, { seed, epoch, index }) => applyOperations(sample, drawOperations(pipeline, sample.image.shape, { seed, path: [epoch, index] }));
}
