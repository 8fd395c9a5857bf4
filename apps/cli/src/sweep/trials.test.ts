import * as fc from "fast-check";
import { expect, test } from "vitest";
import { roundsOf, trialsOf } from "./trials.ts";
import { sweepSchema, type SweepSpec } from "./spec.ts";

const spec = (of: object): SweepSpec => sweepSchema.parse({ config: { model: "logistic", epochs: 9, optimizer: "sgd" }, vary: { lr: [0.1, 0.01] }, ...of });

test("a grid has every combination once, the last setting first; a path goes into a record", () => {
  const trials = trialsOf(spec({ vary: { lr: [0.1, 0.01], "optimizer.momentum": [0, 0.9] } }));
  expect(trials.map(({ number, config }) => [number, config["lr"], config["optimizer"]])).toEqual([
    [1, 0.1, { kind: "sgd", momentum: 0 }], [2, 0.1, { kind: "sgd", momentum: 0.9 }], [3, 0.01, { kind: "sgd", momentum: 0 }], [4, 0.01, { kind: "sgd", momentum: 0.9 }],
  ]);
});

test("a grid of ranges, or of far too many, is refused", () => {
  expect(() => trialsOf(spec({ vary: { lr: { from: 0, to: 1 } } }))).toThrowErrorMatchingInlineSnapshot(`[CommandError: sweep: a grid takes lists of values. Received a range for lr. Give its values, or search at random.]`);
  expect(() => trialsOf(spec({ vary: Object.fromEntries(["a", "b", "c"].map((name) => [name, Array.from({ length: 100 }, (_, i) => i)])) }))).toThrowErrorMatchingInlineSnapshot(`[CommandError: sweep: a grid may have at most 10000 combinations. Received 1000000. Search at random.]`);
});

test("folders are the sweep's to choose", () => {
  expect(() => spec({ vary: { out: ["a", "b"] } })).toThrow("may not name out: each trial has a folder of its own in that of the sweep");
});

test("drawn values lie in their range, spread over it, and one setting more moves no other", () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.constantFrom("linear", "log"), fc.boolean(), (seed, scale, whole) => {
      const vary = { batch: { from: 4, to: 64, scale, whole } };
      const values = trialsOf(spec({ search: "random", trials: 60, seed, vary })).map(({ config }) => config["batch"] as number);
      expect(values.every((value) => value >= 3.99 && value <= 64 && (!whole || Number.isInteger(value)))).toBe(true);
      // Half of a logarithmic scale lies below the geometric mean.
      const middle = scale === "log" ? 16 : 34;
      expect(Math.abs(values.filter((value) => value < middle).length - 30)).toBeLessThan(22);
      expect(trialsOf(spec({ search: "random", trials: 60, seed, vary: { lr: [1, 2, 3], ...vary } })).map(({ config }) => config["batch"])).toEqual(values);
    }),
    { numRuns: 30 },
  );
});

test("successive halving: a third goes on to three times the epochs, the last to all", () => {
  expect(roundsOf(spec({ search: "halving" }), 9)).toEqual([{ trials: 9, epochs: 1 }, { trials: 3, epochs: 3 }, { trials: 1, epochs: 9 }]);
  expect(roundsOf(spec({ search: "halving", factor: 2, firstEpochs: 4 }), 10)).toEqual([{ trials: 10, epochs: 4 }, { trials: 5, epochs: 8 }, { trials: 3, epochs: 9 }]);
  expect(roundsOf(spec({ search: "random" }), 5)).toEqual([{ trials: 5, epochs: 9 }]);
});
