import fc from "fast-check";
import { expect, test } from "vitest";
import { costOf, descend, fitted, leastSquares, predict, type Fit } from "./regression.ts";

test("by hand: five points, the line y = 0", () => {
  expect(costOf("linear", fitted.linear, 0, 0)).toEqual({ cost: 5.5, byW: -10.6, byB: -3 });
  expect(leastSquares(fitted.linear)[0]).toBeCloseTo(0.8, 12);
  expect(leastSquares(fitted.linear)[1]).toBeCloseTo(0.6, 12);
  expect(predict("logistic", 0, 0, 7)).toBe(0.5);
  expect(costOf("logistic", fitted.logistic, 0, 0).cost).toBeCloseTo(Math.LN2, 12);
});

test("slopes agree with differences, for both", () => {
  fc.assert(fc.property(fc.constantFrom<Fit>("linear", "logistic"), fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }), (fit, w, b) => {
    const h = 1e-5;
    const { byW, byB } = costOf(fit, fitted[fit], w, b);
    const at = (dw: number, db: number): number => costOf(fit, fitted[fit], w + dw, b + db).cost;
    expect((at(h, 0) - at(-h, 0)) / (2 * h)).toBeCloseTo(byW, 5);
    expect((at(0, h) - at(0, -h)) / (2 * h)).toBeCloseTo(byB, 5);
  }));
});

test("descent reaches the line of least squares, and diverges where the rate is too large", () => {
  const walk = (rate: number): readonly number[] => Array.from({ length: 500 }).reduce<readonly [number, number]>((at) => descend("linear", fitted.linear, at, rate), [0, 0]);
  expect(walk(0.1)[0]).toBeCloseTo(0.8, 4);
  expect(Math.abs(walk(0.2)[0] ?? 0)).toBeGreaterThan(1e6);
});
