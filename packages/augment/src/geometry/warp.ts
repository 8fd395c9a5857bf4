import { AugmentError } from "../error.ts";
import { shown } from "../field.ts";
import type { ImageShape } from "../image.ts";
import type { Labelled, OperationRow } from "../operationRow.ts";
import { inverse, matrix, mover, type Matrix } from "./matrix.ts";
import { moveSample } from "./movement.ts";
import { maskAt, pixelsAt, samplingFields, type Places, type Sampling } from "./sampler.ts";

/** Every straight line stays straight: turned, sheared, shifted, scaled, or seen from elsewhere. Boxes follow the picture itself, not what a border repeats of it. */
export interface Warped extends Labelled, Sampling {
  readonly kind: "warp";
  /** Where the places of the image go. */
  readonly matrix: Matrix;
}

export const warpOperation: OperationRow<Warped> = {
  fields: { matrix, ...samplingFields("bilinear") },
  apply: (sample, operation) => {
    const { shape } = sample.image;
    const back = inverse(operation.matrix);
    if (back === undefined) throw new AugmentError(`warp: matrix must be ${matrix.rule}. Received ${shown(operation.matrix)}.`);
    const places = placesOf(back, shape);
    return moveSample(sample, {
      shape,
      pixels: (image) => pixelsAt("warp", image, places, operation),
      mask: (mask) => maskAt(mask, shape, places, operation.border),
      move: mover(operation.matrix),
    });
  },
};

/** Beyond this many pixels a place is nowhere: half pixels would be lost there. */
const furthest = 2 ** 40;

function placesOf([a, b, c, d, e, f, g, h, i]: Matrix, [height, width]: ImageShape): Places {
  const xs = new Float64Array(height * width);
  const ys = new Float64Array(height * width);
  for (let row = 0, at = 0; row < height; row++)
    for (let column = 0; column < width; column++, at++) {
      const [u, v] = [column + 0.5, row + 0.5];
      const w = g * u + h * v + i;
      const x = (a * u + b * v + c) / w;
      const y = (d * u + e * v + f) / w;
      const seen = w > 0 && Math.abs(x) < furthest && Math.abs(y) < furthest;
      xs[at] = seen ? x : NaN;
      ys[at] = seen ? y : NaN;
    }
  return { xs, ys };
}

/** The operation, with its label. */
export const warped = (label: string, matrix: Matrix, { interpolation, border, fill }: Sampling): Warped => ({ kind: "warp", matrix, interpolation, border, fill, label });
