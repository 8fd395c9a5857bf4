import type { DescentPath } from "@convscope/viz";

/** A bowl a·x² / 2 + b·y² / 2, and where a descent on it begins. */
export interface Bowl {
  readonly curvature: readonly [a: number, b: number];
  readonly start: readonly [x: number, y: number];
}

export const lossOf = ({ curvature: [a, b] }: Bowl) => (x: number, y: number): number => (a * x * x + b * y * y) / 2;

/** Gradient descent on a bowl: in each step v ← momentum·v − rate·gradient, and the weights move by v. */
export function descent(bowl: Bowl, { rate, momentum, steps }: { readonly rate: number; readonly momentum: number; readonly steps: number }): DescentPath & { readonly loss: number } {
  const { curvature: [a, b], start } = bowl;
  const points: (readonly [number, number])[] = [start];
  let [x, y] = start;
  let [vx, vy] = [0, 0];
  for (let i = 0; i < steps; i++) {
    [vx, vy] = [momentum * vx - rate * a * x, momentum * vy - rate * b * y];
    [x, y] = [x + vx, y + vy];
    points.push([x, y]);
  }
  const loss = lossOf(bowl)(x, y);
  const verdict = loss >= lossOf(bowl)(...start) ? "too large, it climbs" : loss < 0.01 * lossOf(bowl)(...start) ? "right" : "too small";
  return { name: `rate ${rate}: ${verdict}`, points, loss };
}
