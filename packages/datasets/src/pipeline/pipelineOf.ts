import { checkOptions, checkSeed } from "../check.ts";
import type { Split } from "../dataset.ts";
import type { Standardisation } from "../scale.ts";
import { checkShape, checkStandardisation } from "./checkSettings.ts";
import type { Pipeline, Transform } from "./pipeline.ts";
import { pipelineFrom } from "./pipelineFrom.ts";
import { splitSource } from "./source.ts";
import { workHere } from "./workHere.ts";
import { workOf } from "./work.ts";

export interface PipelineOfOptions {
  /** `[H, W, C]` that every image ends in; the split's own unless given. */
  readonly shape?: readonly [height: number, width: number, channels: number];
  /** Changes the samples of a training, such as `transformer([…])` of `@convscope/augment`. */
  readonly transform?: Transform;
  /** For the order of each epoch, and handed to the transform; 0 unless given. */
  readonly seed?: number;
  /** `x / 255` unless given. */
  readonly standardise?: Standardisation;
}

/**
 * A pipeline over images in memory that works on the calling thread: in browsers, and for changes that take microseconds.
 *
 * @throws DataError where an array of the split does not fit its shape.
 */
export function pipelineOf(split: Split, options: PipelineOfOptions = {}): Pipeline {
  checkOptions("pipelineOf", options, ["shape", "transform", "seed", "standardise"]);
  const { transform, seed = 0, standardise } = options;
  const [, height, width, channels] = split.shape;
  const shape = checkShape("pipelineOf", options.shape ?? [height, width, channels], [channels]);
  checkSeed("pipelineOf", seed);
  checkStandardisation("pipelineOf", standardise, channels);
  const source = splitSource(split);
  const work = workOf({ shape, seed, ...(standardise && { standardise }), masks: source.masks }, { ...(transform && { transform }) });
  return pipelineFrom(source, workHere(source, work), { shape, seed, prefetch: 0, onBad: "refuse" });
}
