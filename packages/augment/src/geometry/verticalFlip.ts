import { pixelsLike } from "../image.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Sample } from "../sample.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { maskLike, moveSample } from "./movement.ts";

/** Top and bottom exchanged. */
export interface VerticallyFlipped extends Labelled {
  readonly kind: "verticalFlip";
}

/** Top and bottom exchanged, every other time unless said otherwise. PyTorch: RandomVerticalFlip. Keras: RandomFlip("vertical"). */
export interface VerticalFlip extends Chance {
  readonly kind: "verticalFlip";
}

export const verticalFlipOperation: OperationRow<VerticallyFlipped> = { fields: {}, apply: flipSample };

export const verticalFlipStep: StepRow<VerticalFlip> = { fields: {}, chance: 0.5, draw: () => [{ kind: "verticalFlip", label: "flip upside down" }] };

/** A step that turns the picture upside down, as a mirror on the floor does, with probability `p`, ½ unless given. */
export const verticalFlip = (options: { readonly p?: number } = {}): VerticalFlip => make("verticalFlip", verticalFlipStep, options);

function flipSample(sample: Sample): Sample {
  const { shape } = sample.image;
  const [height, width, channels] = shape;
  const row = width * channels;
  return moveSample(sample, {
    shape,
    pixels: ({ data }) => {
      const result = pixelsLike(data, data.length);
      for (let y = 0; y < height; y++) result.set(data.subarray(y * row, (y + 1) * row), (height - 1 - y) * row);
      return result;
    },
    mask: (mask) => {
      const result = maskLike(mask, mask.length);
      for (let y = 0; y < height; y++) result.set(mask.subarray(y * width, (y + 1) * width), (height - 1 - y) * width);
      return result;
    },
    move: (x, y) => [x, height - y],
  });
}
