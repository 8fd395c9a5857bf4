/**
 * Intersection over union of two boxes `[xMin, yMin, xMax, yMax]`, edges not centres: 0 where they only touch, 1 where they are the same.
 * A box whose sides are the wrong way round has no area.
 */
export function boxIou(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [left, top, right, bottom] = [0, 1, 2, 3].map((side) => (side < 2 ? Math.max(a[side] ?? NaN, b[side] ?? NaN) : Math.min(a[side] ?? NaN, b[side] ?? NaN))) as [number, number, number, number];
  const both = area([left, top, right, bottom]);
  return both === 0 ? 0 : both / (area(a) + area(b) - both);
}

const area = ({ 0: left = NaN, 1: top = NaN, 2: right = NaN, 3: bottom = NaN }: ArrayLike<number>): number => Math.max(0, right - left) * Math.max(0, bottom - top);
