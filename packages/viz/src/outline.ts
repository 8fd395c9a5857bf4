type Point = readonly [x: number, y: number];

/**
 * The edges between what is inside a mask and what is not, as closed lines along the pixels' borders.
 *
 * @param mask `[H, W]`, above zero inside
 * @returns corners of each line, in pixels, clockwise around what is inside; only corners, no points between
 */
export function outline(mask: ArrayLike<number>, height: number, width: number): readonly (readonly Point[])[] {
  const inside = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && (mask[y * width + x] ?? 0) > 0;
  const key = (x: number, y: number): number => y * (width + 1) + x;
  const point = (at: number): Point => [at % (width + 1), Math.floor(at / (width + 1))];
  const next = new Map<number, number[]>();
  const edge = (from: number, to: number): void => {
    next.set(from, [...(next.get(from) ?? []), to]);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!inside(x, y)) continue;
      if (!inside(x, y - 1)) edge(key(x, y), key(x + 1, y));
      if (!inside(x + 1, y)) edge(key(x + 1, y), key(x + 1, y + 1));
      if (!inside(x, y + 1)) edge(key(x + 1, y + 1), key(x, y + 1));
      if (!inside(x - 1, y)) edge(key(x, y + 1), key(x, y));
    }
  }
  const lines: Point[][] = [];
  for (const start of [...next.keys()].sort((a, b) => a - b)) {
    for (let to = next.get(start)?.pop(); to !== undefined; to = next.get(start)?.pop()) {
      const line: Point[] = [point(start)];
      for (let at: number | undefined = to; at !== undefined && at !== start; at = next.get(at)?.pop()) line.push(point(at));
      lines.push(corners(line));
    }
  }
  return lines;
}

function corners(line: readonly Point[]): Point[] {
  return line.filter(([x, y], i) => {
    const [beforeX, beforeY] = line[(i + line.length - 1) % line.length] ?? [x, y];
    const [afterX, afterY] = line[(i + 1) % line.length] ?? [x, y];
    return (afterX - x) * (y - beforeY) !== (afterY - y) * (x - beforeX);
  });
}
