import type { Field } from "../field.ts";
import type { Move } from "./movement.ts";

/**
 * A movement of the plane as 3×3 numbers, row by row: `[x′ w, y′ w, w] = matrix · [x, y, 1]`, in pixels with the origin at the left upper corner
 * of the first pixel. Places where `w` is not positive are not seen. The last row of an affine movement is 0, 0, 1.
 */
export type Matrix = readonly [number, number, number, number, number, number, number, number, number];

const largest = 1e9;

const isMatrix = (value: unknown): value is Matrix => Array.isArray(value) && value.length === 9 && value.every((n) => typeof n === "number" && Math.abs(n) <= largest);

/** A matrix from JSON. */
export const matrix: Field<Matrix> = {
  rule: `nine numbers of at most ${largest}, row by row, of a matrix that has an inverse`,
  parse: (value) => (isMatrix(value) && inverse(value) !== undefined ? value : undefined),
};

export const product = (a: Matrix, b: Matrix): Matrix => {
  const at = (row: number, column: number): number =>
    (a[3 * row] as number) * (b[column] as number) + (a[3 * row + 1] as number) * (b[3 + column] as number) + (a[3 * row + 2] as number) * (b[6 + column] as number);
  return [at(0, 0), at(0, 1), at(0, 2), at(1, 0), at(1, 1), at(1, 2), at(2, 0), at(2, 1), at(2, 2)];
};

/** The matrix that moves everything back, by its adjugate; none where the determinant is 0, or so small that the inverse is no finite number. */
export function inverse([a, b, c, d, e, f, g, h, i]: Matrix): Matrix | undefined {
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const back = [e * i - f * h, c * h - b * i, b * f - c * e, f * g - d * i, a * i - c * g, c * d - a * f, d * h - e * g, b * g - a * h, a * e - b * d].map((n) => n / determinant) as [...Matrix];
  return back.every(Number.isFinite) ? back : undefined;
}

/** Where the matrix moves a place. */
export const mover =
  ([a, b, c, d, e, f, g, h, i]: Matrix): Move =>
  (x, y) => {
    const w = g * x + h * y + i;
    return w > 0 ? [(a * x + b * y + c) / w, (d * x + e * y + f) / w] : [NaN, NaN];
  };

export const shifted = (x: number, y: number): Matrix => [1, 0, x, 0, 1, y, 0, 0, 1];

/** What an affine movement is made of, in this order: a shear along y after one along x, a factor, a turn, all about the middle of the image, and a shift. */
export interface Affinity {
  /** Counter-clockwise. */
  readonly degrees?: number;
  readonly scale?: number;
  /** Degrees by which upright and level lines lean, clockwise. */
  readonly shear?: readonly [x: number, y: number];
  /** Pixels to the right and down. */
  readonly translate?: readonly [x: number, y: number];
}

/** The matrix of an affine movement of an image of this size: torchvision's `_get_inverse_affine_matrix`, not inverted, the angle's sign turned. */
export function affinity({ degrees = 0, scale = 1, shear = [0, 0], translate = [0, 0] }: Affinity, [height, width]: readonly [number, number, ...unknown[]]): Matrix {
  const [cos, sin] = [cosine(degrees), cosine(degrees - 90)];
  const turn: Matrix = [scale * cos, scale * sin, 0, -scale * sin, scale * cos, 0, 0, 0, 1];
  const leanX: Matrix = [1, -tangent(shear[0]), 0, 0, 1, 0, 0, 0, 1];
  const leanY: Matrix = [1, 0, 0, -tangent(shear[1]), 1, 0, 0, 0, 1];
  return [shifted(width / 2 + translate[0], height / 2 + translate[1]), turn, leanY, leanX, shifted(-width / 2, -height / 2)].reduce(product);
}

/** Exact at quarter turns, so that these only exchange pixels. */
function cosine(degrees: number): number {
  const quarters = degrees / 90;
  return Number.isInteger(quarters) ? ([1, 0, -1, 0][Math.abs(quarters) % 4] as number) : Math.cos((degrees / 180) * Math.PI);
}

const tangent = (degrees: number): number => Math.tan((degrees / 180) * Math.PI);

type Point = readonly [x: number, y: number];

/**
 * The matrix that moves the corners of an image of this size to the given ones: left upper, right upper, right lower, left lower.
 * Heckbert, "Fundamentals of texture mapping and image warping", 1989, section 2.2.3 (square to quadrilateral).
 */
export function toCorners([height, width]: readonly [number, number, ...unknown[]], [[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: readonly [Point, Point, Point, Point]): Matrix {
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const area = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / area;
  const h = (dx1 * sy - sx * dy1) / area;
  const square: Matrix = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1];
  return product(square, [1 / width, 0, 0, 0, 1 / height, 0, 0, 0, 1]);
}
