/** How finely a curve is broken into straight pieces, per span between two points. */
const PIECES = 6;

/**
 * The smooth line through the points x, y, x, y, …: a Catmull-Rom spline with chord-length parameters to the power ½
 * ("centripetal", which never makes a loop or a cusp within a span; Yuksel, Schaefer and Keyser, 2011), as a fine polyline.
 * A point written twice is a corner: the line is not smooth there.
 */
export function spline(points: readonly number[]): number[] {
  const line: number[] = [];
  let from = 0;
  for (let i = 2; i <= points.length; i += 2) {
    const corner = i === points.length || (points[i] === points[i - 2] && points[i + 1] === points[i - 1]);
    if (!corner) continue;
    smooth(points.slice(from, i), line);
    from = i;
  }
  return line;
}

function smooth(points: readonly number[], line: number[]): void {
  const count = points.length / 2;
  const x = (i: number): number => points[2 * i] as number;
  const y = (i: number): number => points[2 * i + 1] as number;
  // Beyond each end the neighbour is mirrored, so that the line leaves straight.
  const at = (i: number): [number, number] => {
    if (i < 0) return [2 * x(0) - x(1), 2 * y(0) - y(1)];
    if (i >= count) return [2 * x(count - 1) - x(count - 2), 2 * y(count - 1) - y(count - 2)];
    return [x(i), y(i)];
  };
  line.push(x(0), y(0));
  for (let i = 0; i + 1 < count; i++) {
    const [ax, ay] = at(i - 1);
    const [bx, by] = at(i);
    const [cx, cy] = at(i + 1);
    const [dx, dy] = at(i + 2);
    const ab = Math.sqrt(Math.hypot(bx - ax, by - ay)) || 1;
    const bc = Math.sqrt(Math.hypot(cx - bx, cy - by)) || 1;
    const cd = Math.sqrt(Math.hypot(dx - cx, dy - cy)) || 1;
    // The tangents of the span in Hermite form.
    const tangent = (a: number, b: number, c: number, before: number, here: number, after: number): [number, number] => [
      here * ((b - a) / before - (c - a) / (before + here)) + (c - b),
      here * ((c - b) / here - (after - b) / (here + cd) + (after - c) / cd),
    ];
    const [mx, nx] = tangent(ax, bx, cx, ab, bc, dx);
    const [my, ny] = tangent(ay, by, cy, ab, bc, dy);
    for (let step = 1; step <= PIECES; step++) {
      const t = step / PIECES;
      line.push(hermite(bx, cx, mx, nx, t), hermite(by, cy, my, ny, t));
    }
  }
}

function hermite(from: number, to: number, leaving: number, arriving: number, t: number): number {
  const t2 = t * t;
  const t3 = t2 * t;
  return (2 * t3 - 3 * t2 + 1) * from + (t3 - 2 * t2 + t) * leaving + (3 * t2 - 2 * t3) * to + (t3 - t2) * arriving;
}
