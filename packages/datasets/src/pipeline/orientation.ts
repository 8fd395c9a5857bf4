import type { Extent } from "./cover.ts";

/** What brings a picture upright, in this order: rows and columns exchanged, then mirrored from left to right, then from top to bottom. */
export interface Turns {
  readonly exchange: boolean;
  readonly across: boolean;
  readonly down: boolean;
}

/** By EXIF's tag 0x0112 (JEITA CP-3451, "Orientation"): where the first row and the first column of the file are to be seen. */
const turns: { readonly [orientation: number]: Turns } = {
  1: { exchange: false, across: false, down: false },
  2: { exchange: false, across: true, down: false },
  3: { exchange: false, across: true, down: true },
  4: { exchange: false, across: false, down: true },
  5: { exchange: true, across: false, down: false },
  6: { exchange: true, across: true, down: false },
  7: { exchange: true, across: true, down: true },
  8: { exchange: true, across: false, down: true },
};

const none: Turns = { exchange: false, across: false, down: false };

export const turnsOf = (orientation: number | undefined): Turns => turns[orientation ?? 1] ?? none;

/** A mask `[H, W]` as it lies in the file, upright, with its height and width then. */
export function turnedMask<M extends Uint8Array | Int32Array>(mask: M, [rows, columns]: Extent, { exchange, across, down }: Turns): readonly [mask: M, extent: Extent] {
  if (!exchange && !across && !down) return [mask, [rows, columns]];
  const [height, width] = exchange ? [columns, rows] : [rows, columns];
  const result = mask.slice() as M;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [v, u] = [down ? height - 1 - y : y, across ? width - 1 - x : x];
      result[y * width + x] = mask[exchange ? u * columns + v : v * columns + u] as number;
    }
  return [result, [height, width]];
}

/** Boxes of a picture of this size as it lies in the file, upright: `[n, 4]`. */
export function turnedBoxes(boxes: readonly (readonly number[])[], [rows, columns]: Extent, { exchange, across, down }: Turns): Float32Array {
  const [height, width] = exchange ? [columns, rows] : [rows, columns];
  return Float32Array.from(
    boxes.flatMap(([x0 = NaN, y0 = NaN, x1 = NaN, y1 = NaN]) => {
      const [left, top, right, bottom] = exchange ? [y0, x0, y1, x1] : [x0, y0, x1, y1];
      return [across ? width - right : left, down ? height - bottom : top, across ? width - left : right, down ? height - top : bottom];
    }),
  );
}
