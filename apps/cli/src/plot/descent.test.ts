import { expect, test } from "vitest";
import { descent } from "./descent.ts";

const bowl = { curvature: [1, 10], start: [-3.4, 0.75] } as const;

test("each step takes a share of the way, and the greatest rate that arrives is 2 / 10", () => {
  const { points } = descent(bowl, { rate: 0.1, momentum: 0, steps: 2 });
  expect(points.map((point) => point.map((value) => Number(value.toFixed(12))))).toEqual([[-3.4, 0.75], [-3.06, 0], [-2.754, 0]]);
  expect([0.01, 0.15, 0.205].map((rate) => descent(bowl, { rate, momentum: 0, steps: 24 }).name)).toEqual(["rate 0.01: too small", "rate 0.15: right", "rate 0.205: too large, it climbs"]);
  expect(descent(bowl, { rate: 0.199, momentum: 0, steps: 500 }).loss).toBeLessThan(1e-3);
  expect(descent(bowl, { rate: 0.201, momentum: 0, steps: 500 }).loss).toBeGreaterThan(100);
  // With momentum m rates up to 2(1 + m) / 10 arrive.
  expect(descent(bowl, { rate: 0.29, momentum: 0.5, steps: 500 }).loss).toBeLessThan(1e-3);
});
