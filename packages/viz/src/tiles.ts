import { margin } from "./figure.ts";

/** Tiles of one size in rows, left to right. */
export interface Tiles {
  readonly columns: number;
  /** Size of the whole figure. */
  readonly width: number;
  readonly bottom: number;
  /** Corner of tile i. */
  readonly place: (index: number) => { readonly x: number; readonly y: number };
}

/**
 * @param tile size of one
 * @param gap space between them
 * @param limit width of the figure, kept unless one tile is wider
 */
export function tiles(count: number, tile: { readonly width: number; readonly height: number }, gap: { readonly x: number; readonly y: number }, limit: number, top: number): Tiles {
  const fitting = Math.max(1, Math.floor((limit - 2 * margin + gap.x) / (tile.width + gap.x)));
  // Rows as even as they get: 12 in a width for 10 are 6 and 6, not 10 and 2.
  const columns = Math.min(count, Math.ceil(count / Math.ceil(count / fitting)));
  const rows = Math.ceil(count / columns);
  return {
    columns,
    width: 2 * margin + columns * tile.width + (columns - 1) * gap.x,
    bottom: top + rows * tile.height + (rows - 1) * gap.y,
    place: (index) => ({ x: margin + (index % columns) * (tile.width + gap.x), y: top + Math.floor(index / columns) * (tile.height + gap.y) }),
  };
}
