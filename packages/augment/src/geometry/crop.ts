import { choice, levels, size, whole, type Fields } from "../field.ts";
import { pixelsLike, type ImageShape } from "../image.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Sample } from "../sample.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { inside, borders, levelsOf, type Border } from "./border.ts";
import { maskLike, moveSample } from "./movement.ts";

/** Where a part lies and what is beyond the image. */
interface Part {
  /** Rows above and columns left of the part; negative ones begin beyond the image. */
  readonly top: number;
  readonly left: number;
  /** `[height, width]` of the part in pixels. */
  readonly size: readonly [height: number, width: number];
  readonly border: Border;
  readonly fill: readonly number[];
}

/** A part of the image; where it reaches beyond, the border rule says what is there. */
export interface Cropped extends Labelled, Part {
  readonly kind: "crop";
}

/** The same part of every image. PyTorch: `functional.crop`. Keras: Cropping2D. */
export interface Crop extends Chance, Part {
  readonly kind: "crop";
}

export const furthest = 65_536;

/** What a step that may look beyond the image asks for. */
export const beyondFields: Pick<Fields<Part>, "border" | "fill"> = { border: choice(borders, "constant"), fill: levels(0) };

export interface BeyondOptions {
  /** What is beyond the image; "constant" unless given. */
  readonly border?: Border;
  /** Levels of 0 … 255 for "constant"; 0 unless given. */
  readonly fill?: number | readonly number[];
  readonly p?: number;
}

const fields = { top: whole({ min: -furthest, max: furthest, fallback: 0 }), left: whole({ min: -furthest, max: furthest, fallback: 0 }), size: size(), ...beyondFields };

export const cropOperation: OperationRow<Cropped> = {
  fields,
  shape: ({ size: [height, width] }, [, , channels]) => [height, width, channels],
  apply: cropSample,
};

export const cropStep: StepRow<Crop> = { fields, draw: ({ top, left, size, border, fill }) => [cropped(top, left, size, { border, fill })] };

/** The operation, with its label. */
export function cropped(top: number, left: number, size: Part["size"], { border, fill }: Pick<Part, "border" | "fill">): Cropped {
  return { kind: "crop", top, left, size, border, fill, label: `crop ${size[0]}×${size[1]} at ${left}, ${top}` };
}

export interface CropOptions extends BeyondOptions {
  /** Pixels above and left of the part; 0 unless given. */
  readonly top?: number;
  readonly left?: number;
  /** Pixels, for both sides or as `[height, width]`. */
  readonly size: number | readonly [height: number, width: number];
}

/** A step that takes the same part of every image. */
export const crop = (options: CropOptions): Crop => make("crop", cropStep, options);

function cropSample(sample: Sample, { top, left, size: [height, width], border, fill }: Cropped): Sample {
  const [rows, columns, channels] = sample.image.shape;
  const shape: ImageShape = [height, width, channels];
  return moveSample(sample, {
    shape,
    pixels: (image) => {
      const result = pixelsLike(image.data, height * width * channels);
      take(image.data, result, channels, levelsOf("crop", fill, image));
      return result;
    },
    mask: (mask) => {
      const result = maskLike(mask, height * width);
      take(mask, result, 1, [0]);
      return result;
    },
    move: (x, y) => [x - left, y - top],
  });

  function take<A extends Values>(from: A, to: A, depth: number, level: readonly number[]): void {
    // What lies inside is copied a row at a time; [begin, end) of the result's columns.
    const begin = Math.min(width, Math.max(0, -left));
    const end = Math.max(begin, Math.min(width, columns - left));
    const beside = [[0, begin], [end, width]] as const;
    const all = [[0, width]] as const;
    for (let y = 0; y < height; y++) {
      const row = inside(y + top, rows, border);
      const target = y * width * depth;
      if (row >= 0 && end > begin) to.set(from.subarray((row * columns + left + begin) * depth, (row * columns + left + end) * depth), target + begin * depth);
      for (const [first, last] of row < 0 ? all : beside)
        for (let x = first; x < last; x++) {
          const column = row < 0 ? -1 : inside(x + left, columns, border);
          for (let c = 0; c < depth; c++) to[target + x * depth + c] = (column < 0 ? level[c] : from[(row * columns + column) * depth + c]) as number;
        }
    }
  }
}

/** What a typed array of pixels or classes is for a copy. */
interface Values {
  [i: number]: number;
  subarray(begin: number, end: number): ArrayLike<number>;
  set(values: ArrayLike<number>, at: number): void;
}
