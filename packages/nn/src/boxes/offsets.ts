/** A box `[xMin, yMin, xMax, yMax]`. */
export type Box = readonly [xMin: number, yMin: number, xMax: number, yMax: number];

/** How one box is to be moved onto another: the way of its centre in its widths and heights, and the logarithms of how much wider and higher it grows. */
export type Offsets = readonly [x: number, y: number, width: number, height: number];

/** From a proposal to a box: arXiv:1311.2524, appendix C, equations 6 to 9. Any size of figure gives numbers of the same size. */
export function boxOffsets(from: Box, to: Box): Offsets {
  const [a, b] = [middle(from), middle(to)];
  return [(b.x - a.x) / a.width, (b.y - a.y) / a.height, Math.log(b.width / a.width), Math.log(b.height / a.height)];
}

/** A proposal moved by offsets: the same source, equations 1 to 4. */
export function movedBox(from: Box, [dx, dy, dw, dh]: Offsets): Box {
  const { x, y, width, height } = middle(from);
  const [toX, toY, halfWidth, halfHeight] = [x + dx * width, y + dy * height, (width * Math.exp(dw)) / 2, (height * Math.exp(dh)) / 2];
  return [toX - halfWidth, toY - halfHeight, toX + halfWidth, toY + halfHeight];
}

const middle = ([left, top, right, bottom]: Box): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } => ({
  x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top,
});
