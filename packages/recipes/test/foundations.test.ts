import { simd } from "@convscope/backend-simd";
import { strokes } from "@convscope/datasets";
import { tfjsLoader, useBackend } from "@convscope/nn";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { workbench, type Outcome, type ProgramRecipe, type Workbench } from "../src/index.ts";
import { logisticByHand, mlpDigits, mlpRegression, perceptronRule, vanishingGradients } from "../src/foundations/index.ts";
import { corners, rosenblatt } from "../src/foundations/perceptron.ts";

let bench: Workbench;
beforeAll(async () => {
  const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
  bench = workbench({ engine, seed: 1, data: async (_name, samples) => strokes(samples) });
}, 60_000);

/** Runs a recipe, and looks at what every one has: figures, a table with a head, and the measures that it expects. */
async function run(recipe: ProgramRecipe, settings: Readonly<Record<string, number>> = {}): Promise<Outcome> {
  const outcome = await recipe.run(bench, settings);
  for (const figure of Object.values(outcome.figures)) expect(figure).toMatch(/^<svg [^]*<\/svg>\n$/);
  expect(new Set(outcome.table?.map((row) => row.length)).size).toBe(1);
  for (const { measure } of recipe.expected) expect(outcome.measures[measure]).not.toBeNaN();
  expect(outcome.measures).toEqual(expect.objectContaining(Object.fromEntries(recipe.expected.map(({ measure }) => [measure, expect.any(Number)]))));
  return outcome;
}

test("Rosenblatt's rule as on the blackboard: AND with η = 1", () => {
  const steps = rosenblatt(corners(0, 0, 0, 1), { rate: 1, epochs: 10 });
  // Only (1, 1) is missed in the first epoch: w = (1, 1), bias 1. In the second (0, 0) and (0, 1) fire too soon, and (1, 1) then too late.
  expect(steps.slice(0, 2)).toEqual([{ weights: [1, 1, 1], corrected: 1, wrong: 3 }, { weights: [2, 1, 0], corrected: 3, wrong: 2 }]);
  expect(steps.at(-1)).toMatchObject({ corrected: 0, wrong: 0 });
});

test("whatever the learning rate, from zero the same corrections are made: the weights are only longer", () => {
  fc.assert(
    fc.property(fc.constantFrom(0.25, 0.5, 2, 8), fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1), fc.nat(1)), (rate, expected) => {
      const [one, other] = [1, rate].map((of) => rosenblatt(corners(...expected), { rate: of, epochs: 20 })) as [ReturnType<typeof rosenblatt>, ReturnType<typeof rosenblatt>];
      expect(other).toEqual(one.map((step) => ({ ...step, weights: step.weights.map((weight) => weight * rate) })));
      // Of the sixteen questions about two bits a line answers all but "either" and "both or none".
      expect(one.at(-1)?.wrong === 0).toBe(!["0,1,1,0", "1,0,0,1"].includes(expected.join()));
    }),
  );
});

test("the perceptron learns what a line can part, and not XOR", { timeout: 60_000 }, async () => {
  const { measures } = await run(perceptronRule);
  expect(measures).toMatchObject({ andWrong: 0, orWrong: 0, pointsWrong: 0, agreement: 1 });
  expect(measures["xorWrong"]).toBeGreaterThanOrEqual(1);
});

test("the hand-written update and the engine's derivative are one", { timeout: 60_000 }, async () => {
  const { measures } = await run(logisticByHand, { steps: 20, train: 300, test: 100 });
  expect(measures["greatestDifference"]).toBeLessThan(1e-6);
  expect(measures["accuracy"]).toBeGreaterThan(0.6);
});

test("two classifiers are trained on the same digits", { timeout: 60_000 }, async () => {
  const { measures, networks, table } = await run(mlpDigits, { epochs: 2, train: 300, test: 100 });
  expect(Object.keys(networks)).toEqual(["mlp-512", "logistic"]);
  expect(table?.map(([name, params]) => [name, params])).toEqual([["model", "parameters"], ["mlp-512", "669706"], ["logistic", "7850"]]);
  expect(measures["accuracy"]).toBeGreaterThan(0.3);
});

test("a curve is fitted in stages, each better than the one before", { timeout: 60_000 }, async () => {
  const { measures, table, histories } = await run(mlpRegression, { epochs: 20, points: 64 });
  expect(Object.values(histories).map(({ length }) => length)).toEqual([1, 4, 15]);
  const errors = (table ?? []).slice(2).map(([, error]) => Number(error));
  expect(errors).toEqual([...errors].sort((a, b) => b - a));
  expect(measures["mse"]).toBeLessThan(measures["lineMse"] ?? 0);
});

test("the gradient vanishes in deep sigmoids, and not beside a shortcut", { timeout: 60_000 }, async () => {
  const { measures } = await run(vanishingGradients, { epochs: 1, depth: 12, train: 100, test: 50 });
  expect(measures["sigmoidRatio"]).toBeLessThan(1e-5);
  expect(Math.abs(Math.log10(measures["residualRatio"] ?? NaN))).toBeLessThan(0.5);
});
