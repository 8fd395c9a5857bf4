import { pixelsLike } from "../image.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Sample } from "../sample.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { maskLike, moveSample } from "./movement.ts";

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
  const { shape } = sample.image;
  const [height, width, channels] = shape;
  return moveSample(sample, {
    shape,
    pixels: ({ data }) => {
      const result = pixelsLike(data, data.length);
      for (let y = 0; y < height; y++) mirrorRow(data, result, y * width * channels, width, channels);
      return result;
    },
    mask: (mask) => {
      const result = maskLike(mask, mask.length);
      for (let y = 0; y < height; y++) mirrorRow(mask, result, y * width, width, 1);
      return result;
    },
    move: (x, y) => [width - x, y],
  });
}

function mirrorRow(from: ArrayLike<number>, to: { [i: number]: number }, start: number, width: number, channels: number): void {
  let target = start;
  for (let source = start + (width - 1) * channels; source >= start; source -= channels) {
    for (let c = 0; c < channels; c++) to[target + c] = from[source + c] as number;
    target += channels;
  }
}
