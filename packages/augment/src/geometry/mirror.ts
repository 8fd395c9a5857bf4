import { pixelsLike } from "../image.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Sample } from "../sample.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { moveBoxes, moveKeypoints } from "./places.ts";

/** Left and right exchanged. */
export interface Mirrored extends Labelled {
  readonly kind: "mirror";
}

/** Left and right exchanged, every other time unless said otherwise. PyTorch: RandomHorizontalFlip. Keras: RandomFlip("horizontal"). */
export interface Mirror extends Chance {
  readonly kind: "mirror";
}

export const mirrorOperation: OperationRow<Mirrored> = { fields: {}, apply: mirrorSample };

export const mirrorStep: StepRow<Mirror> = { fields: {}, chance: 0.5, draw: () => [{ kind: "mirror", label: "mirror" }] };

/** A step that mirrors with probability `p`, ½ unless given. */
export const mirror = (options: { readonly p?: number } = {}): Mirror => make("mirror", mirrorStep, options);

function mirrorSample(sample: Sample): Sample {
  const { image, mask, boxes, keypoints } = sample;
  const [height, width, channels] = image.shape;
  const data = pixelsLike(image.data, image.data.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const from = (y * width + width - 1 - x) * channels;
      const to = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) data[to + c] = image.data[from + c] as number;
    }
  const over = (x: number, y: number): readonly [number, number] => [width - x, y];
  return {
    image: { shape: image.shape, data },
    ...(mask && { mask: mask.map((_, i) => mask[i - (i % width) + width - 1 - (i % width)] as number) }),
    ...(boxes && { boxes: moveBoxes(boxes, over, image.shape) }),
    ...(keypoints && { keypoints: moveKeypoints(keypoints, over, image.shape) }),
  };
}
