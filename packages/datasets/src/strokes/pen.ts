import type { Hand } from "./hand.ts";

/**
 * Draws a polyline (x, y, … in 0 … 1 of the image) with a round pen into `ink` `[side, side]`, antialiased: a pixel's cover is how far
 * the pen's edge lies beyond its centre, ½ pixel either way. Where lines cross the darker one stays.
 */
export function drawLine(ink: Float32Array, side: number, line: readonly number[], hand: Hand): void {
  const length = line.length / 2;
  for (let i = 0; i + 1 < length; i++) {
    const ax = (line[2 * i] as number) * side - 0.5;
    const ay = (line[2 * i + 1] as number) * side - 0.5;
    const bx = (line[2 * i + 2] as number) * side - 0.5;
    const by = (line[2 * i + 3] as number) * side - 0.5;
    drawPiece(ink, side, ax, ay, bx, by, radiusAt(i / length, hand) * side, radiusAt((i + 1) / length, hand) * side);
  }
}

/** The pen's radius along a stroke (0 … 1): pressure rises and falls once or twice on the way. */
function radiusAt(along: number, hand: Hand): number {
  return hand.radius * (1 - hand.pressure * (0.5 + 0.5 * Math.sin(7 * along + hand.pressurePhase)));
}

function drawPiece(ink: Float32Array, side: number, ax: number, ay: number, bx: number, by: number, ra: number, rb: number): void {
  const reach = Math.max(ra, rb) + 0.5;
  const left = Math.max(0, Math.ceil(Math.min(ax, bx) - reach));
  const right = Math.min(side - 1, Math.floor(Math.max(ax, bx) + reach));
  const top = Math.max(0, Math.ceil(Math.min(ay, by) - reach));
  const bottom = Math.min(side - 1, Math.floor(Math.max(ay, by) + reach));
  const dx = bx - ax;
  const dy = by - ay;
  const squared = dx * dx + dy * dy || 1;
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / squared));
      const ex = x - ax - t * dx;
      const ey = y - ay - t * dy;
      const cover = ra + t * (rb - ra) + 0.5 - Math.sqrt(ex * ex + ey * ey);
      const at = y * side + x;
      if (cover > (ink[at] as number)) ink[at] = cover < 1 ? cover : 1;
    }
  }
}
