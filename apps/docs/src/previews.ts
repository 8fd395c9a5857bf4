import { augment, parseAugment, parsePipeline, toImageData, type ImageShape, type Operation, type Pipeline, type Sample } from "@convscope/augment";
import type { SheetPicture } from "@convscope/viz";
import { withoutAlpha } from "./canvas.ts";
import type { MarkedDrawing } from "./drawings.ts";
import { rangeOf } from "./filters.ts";

/** A picture after one draw. */
export interface Preview {
  readonly sample: Sample;
  readonly operations: readonly Operation[];
  /** What was drawn, in words. */
  readonly told: string;
}

/** A drawing as what can be augmented: with its marks where they are wanted, and the middle of its box as a keypoint. */
export function sampleOf({ image, shape, boxes, mask }: MarkedDrawing, marks: boolean): Sample {
  const [left = 0, top = 0, right = 0, bottom = 0] = boxes ?? [];
  return { image: { shape, data: image }, ...(marks && boxes && { boxes, keypoints: Float32Array.of((left + right) / 2, (top + bottom) / 2) }), ...(marks && mask && { mask }) };
}

/** Words such as `flip,rotate:15`, or a JSON list of steps, as `convscope train --augment` takes them. @throws Error in the words of the package. */
export function pipelineOf(text: string, shape: ImageShape): Pipeline {
  if (text.trim() === "") return [];
  if (/^\s*\[/.test(text)) return parsePipeline(jsonOf(text));
  const { pipeline, mix } = parseAugment(text, { shape });
  if (mix) throw new RangeError(`${mix.kind} mixes several pictures with each other and their labels: it is shown by itself, below.`);
  return pipeline;
}

/** Text as JSON. @throws RangeError where it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new RangeError(`The steps begin like JSON and are none. Received ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`);
  }
}

/** What the command line draws for the same seed: the path of a draw is its place. */
export const previews = (sample: Sample, pipeline: Pipeline, seed: number, count: number): readonly Preview[] =>
  Array.from({ length: count }, (_, i) => {
    const { operations, ...changed } = augment(sample, pipeline, { seed, path: [i] });
    return { sample: changed, operations, told: operations.map(({ kind, label }) => label ?? kind).join(", ") || "unchanged" };
  });

/** A sample as `pictureSheet` takes it. Floats are cut to 0 … 1, and their range is said. */
export function sheetPicture({ image, mask, boxes, keypoints }: Sample, caption: string): SheetPicture {
  const { width, height, data } = toImageData(image);
  const range = image.data instanceof Float32Array ? ` (${rangeOf(image.data)}, cut to 0 … 1)` : "";
  return { ...withoutAlpha(data, height, width), caption: `${caption}${range}`, mask, boxes, keypoints };
}
