import fc from "fast-check";
import { expect, test } from "vitest";
import { lbfgs, type Slope } from "./lbfgs.ts";

test("the valley of Rosenbrock's function ends at (1, 1)", async () => {
  const rosenbrock = ([x = 0, y = 0]: Float64Array): Promise<Slope> =>
    Promise.resolve({ value: (1 - x) ** 2 + 100 * (y - x * x) ** 2, gradient: Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)) });
  const { at, value, converged, steps } = await lbfgs(rosenbrock, Float64Array.of(-1.2, 1), { tolerance: 1e-8 });
  expect(converged).toBe(true);
  expect(steps).toBeLessThan(60);
  expect(value).toBeLessThan(1e-15);
  expect([...at].map((x) => x.toFixed(6))).toEqual(["1.000000", "1.000000"]);
});

test("any bowl is found to its bottom, however long it is drawn out", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.double({ min: 0.01, max: 100, noNaN: true }), fc.double({ min: -5, max: 5, noNaN: true })), { minLength: 1, maxLength: 8 }), async (axes) => {
      const bowl = (x: Float64Array): Promise<Slope> =>
        Promise.resolve({ value: axes.reduce((sum, [a, b], i) => sum + 0.5 * a * ((x[i] ?? 0) - b) ** 2, 0), gradient: Float64Array.from(axes, ([a, b], i) => a * ((x[i] ?? 0) - b)) });
      const { at, converged } = await lbfgs(bowl, new Float64Array(axes.length), { tolerance: 1e-9 });
      expect(converged).toBe(true);
      axes.forEach(([, b], i) => expect(at[i]).toBeCloseTo(b, 6));
    }),
    { numRuns: 50 },
  );
});

test("it says when its steps did not suffice", async () => {
  const slope = (x: Float64Array): Promise<Slope> => Promise.resolve({ value: (x[0] ?? 0) ** 4, gradient: x.map((v) => 4 * v ** 3) });
  expect(await lbfgs(slope, Float64Array.of(10), { steps: 3, tolerance: 1e-12 })).toMatchObject({ steps: 3, converged: false });
});
