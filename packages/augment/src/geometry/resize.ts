import { choice, flag, size, type Field, type Fields } from "../field.ts";
import { make } from "../make.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import type { Chance, StepRow } from "../stepRow.ts";
import { interpolations, type Interpolation } from "./interpolation.ts";
import { moveSample } from "./movement.ts";
import { resample, resampleMask, type Resampling } from "./resample.ts";

/** The image in another size; its mask takes the nearest pixels. */
export interface Resized extends Labelled, Resampling {
  readonly kind: "resize";
}

/** The image in another size. PyTorch: Resize. Keras: Resizing. */
export interface Resize extends Chance {
  readonly kind: "resize";
  /** `[height, width]`, or the shorter side alone: the longer one follows. */
  readonly size: readonly [shorter: number] | readonly [height: number, width: number];
  readonly interpolation: Interpolation;
  readonly antialias: boolean;
}

export const resamplingFields: Pick<Fields<Resampling>, "interpolation" | "antialias"> = { interpolation: choice(interpolations, "bilinear"), antialias: flag(true) };

export const resizeOperation: OperationRow<Resized> = {
  fields: { size: size(), ...resamplingFields },
  shape: ({ size: [height, width] }, [, , channels]) => [height, width, channels],
  apply: (sample, operation) => {
    const [rows, columns, channels] = sample.image.shape;
    const [height, width] = operation.size;
    return moveSample(sample, {
      shape: [height, width, channels],
      pixels: (image) => resample(image, operation),
      mask: (mask) => resampleMask(mask, [rows, columns], [height, width]),
      move: (x, y) => [(x * width) / columns, (y * height) / rows],
    });
  },
};

const pair = size();

const sides: Field<Resize["size"]> = {
  rule: "[height, width] in pixels from 1 to 65536, or one number for the shorter side",
  parse: (value, nested) => {
    if (Array.isArray(value) && value.length === 2) return pair.parse(value, nested);
    const shorter = pair.parse(Array.isArray(value) && value.length === 1 ? value[0] : value, nested);
    return shorter && [shorter[0]];
  },
};

export const resizeStep: StepRow<Resize> = {
  fields: { size: sides, ...resamplingFields },
  draw: ({ size, interpolation, antialias }, _, [rows, columns]) => [resized(sidesOf(size, rows, columns), { interpolation, antialias })],
};

/** The longer side is rounded down, as torchvision does. */
function sidesOf([first, second]: Resize["size"], rows: number, columns: number): readonly [number, number] {
  if (second !== undefined) return [first, second];
  return rows <= columns ? [first, Math.floor((first * columns) / rows)] : [Math.floor((first * rows) / columns), first];
}

/** The operation, with its label. */
export function resized(size: Resampling["size"], { interpolation, antialias }: Pick<Resampling, "interpolation" | "antialias">): Resized {
  return { kind: "resize", size, interpolation, antialias, label: `resize ${size[0]}×${size[1]}` };
}

export interface ResamplingOptions {
  /** "bilinear" unless given. */
  readonly interpolation?: Interpolation;
  /** Whether every pixel counts when the image gets smaller, as in Pillow; true unless given. Has no meaning for "nearest". */
  readonly antialias?: boolean;
  readonly p?: number;
}

export interface ResizeOptions extends ResamplingOptions {
  /** Pixels: `[height, width]`, or one number for the shorter side. */
  readonly size: number | readonly [shorter: number] | readonly [height: number, width: number];
}

/** A step that gives the image another size: `resize({ size: 256 })` makes the shorter side 256, `resize({ size: [224, 224] })` both sides 224. */
export const resize = (options: ResizeOptions): Resize => make("resize", resizeStep, options);
