import type { Plane } from "./planes.ts";

/**
 * The mean of each 2×2 pixels; the last row and column stand for those that are missing. The columns are filled up to whole blocks of 8, as
 * libjpeg does: what lies beyond is not seen, but its frequencies are rounded together with those of what is.
 */
export function halved({ height, width, data }: Plane): Plane {
  const [rows, columns] = [Math.ceil(height / 2), 8 * Math.ceil(width / 16)];
  const result = new Uint8Array(rows * columns);
  for (let y = 0; y < rows; y++) {
    const [upper, lower] = [2 * y * width, Math.min(2 * y + 1, height - 1) * width];
    for (let x = 0; x < columns; x++) {
      const [left, right] = [Math.min(2 * x, width - 1), Math.min(2 * x + 1, width - 1)];
      const sum = (data[upper + left] as number) + (data[upper + right] as number) + (data[lower + left] as number) + (data[lower + right] as number);
      // A half goes down and up in turn, so that the colour is right on average; libjpeg does the same.
      result[y * columns + x] = (sum + 1 + (x % 2)) >> 2;
    }
  }
  return { height: rows, width: columns, data: result };
}

/** A halved plane at its full size again: every pixel is 9/16 of the nearest, 3/16 of two and 1/16 of another, as decoders have it by default. */
export function doubled({ width: stride, data }: Plane, height: number, width: number): Plane {
  const [rows, columns] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const result = new Uint8Array(height * width);
  for (let y = 0; y < height; y++) {
    const near = (y >> 1) * stride;
    const far = Math.max(0, Math.min(rows - 1, (y >> 1) + (y % 2 === 0 ? -1 : 1))) * stride;
    for (let x = 0; x < width; x++) {
      const here = x >> 1;
      const beside = Math.max(0, Math.min(columns - 1, here + (x % 2 === 0 ? -1 : 1)));
      const sum = 9 * (data[near + here] as number) + 3 * ((data[far + here] as number) + (data[near + beside] as number)) + (data[far + beside] as number);
      result[y * width + x] = (sum + 8 - (x % 2)) >> 4;
    }
  }
  return { height, width, data: result };
}
