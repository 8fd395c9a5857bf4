import type { Colour } from "./background.ts";
import type { DrawnFigure } from "./figure.ts";

/** Paints a figure over a picture `[side, side, 3]`, and what lies inside it into a mask `[side, side]`. */
export function paint(figure: DrawnFigure, colour: Colour, side: number, values: Float32Array, mask: Uint8Array): void {
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const distance = figure.distance(x + 0.5, y + 0.5);
      if (distance <= 0) mask[y * side + x] = 1;
      const edge = figure.outline === undefined ? distance : Math.max(distance, -distance - figure.outline);
      const cover = Math.min(1, Math.max(0, 0.5 - edge));
      for (let c = 0; c < 3; c++) {
        const at = (y * side + x) * 3 + c;
        values[at] = (values[at] as number) * (1 - cover) + (colour[c] as number) * cover;
      }
    }
  }
}

/** The smallest box around a mask: xMin, yMin, xMax, yMax, its far edges after the last pixel. */
export function boxOf(mask: Uint8Array, side: number): readonly [number, number, number, number] {
  let [left, top, right, bottom] = [side, side, 0, 0];
  for (let i = 0; i < mask.length; i++) {
    if (mask[i] === 0) continue;
    const x = i % side;
    const y = (i - x) / side;
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  return [left, top, right, bottom];
}
