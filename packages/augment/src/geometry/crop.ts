import { AugmentError } from "../error.ts";
import { choice, levels, size, whole } from "../field.ts";
import { pixelsLike, whiteOf, type Image, type ImageShape } from "../image.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Random } from "../random.ts";
import type { Sample } from "../sample.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { inside, borders, type Border } from "./border.ts";
import { moveBoxes, moveKeypoints } from "./places.ts";

/** A part of the image; where it reaches beyond, the border rule says what is there. */
export interface Cropped extends Labelled {
  readonly kind: "crop";
  /** Rows above and columns left of the part; negative ones begin beyond the image. */
  readonly top: number;
  readonly left: number;
  /** `[height, width]` of the part in pixels. */
  readonly size: readonly [height: number, width: number];
  readonly border: Border;
  readonly fill: readonly number[];
}

const furthest = 65_536;

export const cropOperation: OperationRow<Cropped> = {
  fields: { top: whole({ min: -furthest, max: furthest }), left: whole({ min: -furthest, max: furthest }), size: size(), border: choice(borders, "constant"), fill: levels(0) },
  shape: ({ size: [height, width] }, [, , channels]) => [height, width, channels],
  apply: cropSample,
};

function cropSample(sample: Sample, operation: Cropped): Sample {
  const { image, mask, boxes, keypoints } = sample;
  const { top, left, size: [height, width] } = operation;
  const shape: ImageShape = [height, width, image.shape[2]];
  const move = (x: number, y: number): readonly [number, number] => [x - left, y - top];
  return {
    image: { shape, data: cropPixels(image, operation) },
    ...(mask && { mask: cropMask(mask, image.shape, operation) }),
    ...(boxes && { boxes: moveBoxes(boxes, move, shape) }),
    ...(keypoints && { keypoints: moveKeypoints(keypoints, move, shape) }),
  };
}

function cropPixels({ shape: [rows, columns, channels], data }: Image, { top, left, size: [height, width], border, fill }: Cropped): Image["data"] {
  const result = pixelsLike(data, height * width * channels);
  const level = Array.from({ length: channels }, (_, c) => ((fill[c % fill.length] as number) / 255) * whiteOf(data));
  for (let y = 0; y < height; y++) {
    const row = inside(y + top, rows, border);
    for (let x = 0; x < width; x++) {
      const column = inside(x + left, columns, border);
      const to = (y * width + x) * channels;
      if (row < 0 || column < 0) for (let c = 0; c < channels; c++) result[to + c] = level[c] as number;
      else for (let c = 0; c < channels; c++) result[to + c] = data[(row * columns + column) * channels + c] as number;
    }
  }
  return result;
}

function cropMask(mask: NonNullable<Sample["mask"]>, [rows, columns]: ImageShape, { top, left, size: [height, width], border }: Cropped): NonNullable<Sample["mask"]> {
  const result = mask instanceof Int32Array ? new Int32Array(height * width) : new Uint8Array(height * width);
  for (let y = 0; y < height; y++) {
    const row = inside(y + top, rows, border);
    for (let x = 0; x < width; x++) {
      const column = inside(x + left, columns, border);
      if (row >= 0 && column >= 0) result[y * width + x] = mask[row * columns + column] as number;
    }
  }
  return result;
}

/** A part of this size anywhere in the image, after `padding` pixels were put around it. PyTorch: RandomCrop. Keras: RandomCrop. */
export interface RandomCrop extends Chance {
  readonly kind: "randomCrop";
  readonly size: readonly [height: number, width: number];
  readonly padding: number;
  readonly border: Border;
  readonly fill: readonly number[];
}

export const randomCropStep: StepRow<RandomCrop> = {
  fields: { size: size(), padding: whole({ min: 0, max: furthest, fallback: 0 }), border: choice(borders, "constant"), fill: levels(0) },
  draw: ({ size: [height, width], padding, border, fill }, random, shape) => {
    const top = start(random, "height", shape[0] + 2 * padding, height) - padding;
    const left = start(random, "width", shape[1] + 2 * padding, width) - padding;
    return [{ kind: "crop", top, left, size: [height, width], border, fill, label: `crop ${height}×${width} at ${left}, ${top}` }];
  },
};

function start(random: Random, side: string, there: number, wanted: number): number {
  if (wanted > there) throw new AugmentError(`randomCrop: the ${side} must be at most that of the padded image, ${there}. Received ${wanted}. Give more padding, or resize first.`);
  return random.integer(there - wanted + 1);
}

export interface RandomCropOptions {
  /** Pixels, for both sides or as `[height, width]`. */
  readonly size: number | readonly [height: number, width: number];
  /** Pixels put around the image first; 0 unless given. */
  readonly padding?: number;
  /** What is beyond the image; "constant" unless given. */
  readonly border?: Border;
  /** Levels of 0 … 255 for "constant"; 0 unless given. */
  readonly fill?: number | readonly number[];
  readonly p?: number;
}

/** A step that takes a part of the image, such as `randomCrop({ size: 32, padding: 4 })` for CIFAR (He et al., arXiv:1512.03385, section 4.2). */
export const randomCrop = (options: RandomCropOptions): RandomCrop => make("randomCrop", randomCropStep, options);
