import { simd } from "@convscope/backend-simd";
import { classCounts, shapes, strokes } from "@convscope/datasets";
import { tfjsLoader, useBackend } from "@convscope/nn";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { workbench, type Outcome, type ProgramRecipe, type Workbench } from "../src/index.ts";
import { alexnetFromScratch, catsAndDogs, degradation, imbalanced, multiLabel, reluAgainstTanh } from "../src/pictures/index.ts";
import { drawFaces } from "../src/pictures/faces.ts";
import { thinned } from "../src/pictures/imbalanced.ts";
import { stepsTo } from "../src/pictures/reluAgainstTanh.ts";

let bench: Workbench;
beforeAll(async () => {
  const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
  bench = workbench({ engine, seed: 1, data: async (name, samples) => (name === "shapes" ? shapes : strokes)(samples) });
}, 60_000);

/** Runs a recipe, and looks at what every one has: figures, a table with a head, and the measures that it expects. */
async function run(recipe: ProgramRecipe, settings: Readonly<Record<string, number>>): Promise<Outcome> {
  const outcome = await recipe.run(bench, settings);
  for (const figure of Object.values(outcome.figures)) expect(figure).toMatch(/^<svg [^]*<\/svg>\n$/);
  expect(new Set(outcome.table?.map((row) => row.length)).size).toBe(1);
  for (const { measure } of recipe.expected) expect(outcome.measures[measure], measure).toSatisfy(Number.isFinite);
  return outcome;
}

test("faces depend on the seed, the part and their place alone, cat and dog in turn", () => {
  const [few, more] = [drawFaces(3, 1, "train"), drawFaces(6, 1, "train")];
  expect(more.shape).toEqual([6, 32, 32, 3]);
  expect([...more.labels]).toEqual([0, 1, 0, 1, 0, 1]);
  expect(more.images.subarray(0, few.images.length)).toEqual(few.images);
  for (const other of [drawFaces(3, 2, "train"), drawFaces(3, 1, "test")]) expect(other.images).not.toEqual(few.images);
});

test("one sigmoid tells cats from dogs better than chance after a few epochs", { timeout: 120_000 }, async () => {
  const { measures, networks } = await run(catsAndDogs, { epochs: 6, train: 300, test: 100, batch: 16 });
  expect(networks["classifier"]?.graph.outputs).toEqual(["sigmoid"]);
  expect(measures["rocAuc"]).toBeGreaterThan(0.55);
});

test("every label has its scores, and all of them together are the hardest to get right", { timeout: 120_000 }, async () => {
  const { measures, table } = await run(multiLabel, { epochs: 1, train: 60, test: 30 });
  expect(table?.map(([label]) => label)).toEqual(["label", "circle", "square", "triangle", "red", "green", "blue", "yellow"]);
  expect(measures["subsetAccuracy"]).toBeLessThanOrEqual(measures["labelAccuracy"] ?? NaN);
});

test("of the rare classes one picture in so many is kept, whichever these are", () => {
  const { train } = strokes({ train: 200, test: 1 });
  fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), (ratio) => {
    expect([...classCounts(thinned(train, ratio, 10), 10)]).toEqual([20, 20, 20, 20, 20, ...Array<number>(5).fill(Math.ceil(20 / ratio))]);
  }));
});

test("three ways to learn from imbalanced data, the same pictures tested", { timeout: 120_000 }, async () => {
  const { measures, table, networks } = await run(imbalanced, { epochs: 1, train: 400, test: 100, ratio: 10 });
  expect(table?.map(([way]) => way)).toEqual(["way", "plain", "weighted", "balanced"]);
  expect(measures["gain"]).toBeCloseTo(Math.max(measures["weightedRare"] ?? NaN, measures["balancedRare"] ?? NaN) - (measures["plainRare"] ?? NaN), 12);
  expect(networks["plain"]?.weights["fc.weight"]).not.toEqual(networks["weighted"]?.weights["fc.weight"]);
});

test("the goal is crossed between the middles of two epochs", () => {
  const logs = [0.5, 0.7, 0.9].map((accuracy, i) => ({ epoch: i + 1, loss: 1, accuracy }));
  // An error of 0.3 in the middle of the second epoch and of 0.1 in that of the third: 0.25 is a quarter of the way.
  expect(stepsTo(logs, 100)).toBeCloseTo(150 + 25, 9);
  expect(stepsTo(logs.slice(0, 2), 100)).toBe(200);
  expect(stepsTo(logs.slice(2), 100)).toBe(50);
});

test("each activation runs with four learning rates, and ends at the goal", { timeout: 120_000 }, async () => {
  const { histories, table, networks } = await run(reluAgainstTanh, { epochs: 2, train: 60 });
  expect(Object.keys(histories)).toEqual(["relu-1", "relu-2", "relu-3", "relu-4", "tanh-1", "tanh-2", "tanh-3", "tanh-4"]);
  expect(Object.keys(networks)).toEqual(["relu", "tanh"]);
  expect(table?.slice(1).map((row) => row[1])).toEqual(["0.001", "0.003", "0.01", "0.03", "0.001", "0.003", "0.01", "0.03"]);
});

test("plain and residual nets of two depths are trained", { timeout: 120_000 }, async () => {
  const { histories, measures } = await run(degradation, { epochs: 1, train: 64, test: 32 });
  expect(Object.keys(histories)).toEqual(["plain-18", "plain-34", "residual-18", "residual-34"]);
  expect(measures["plainPenalty"]).toBeCloseTo((measures["plainDeepLoss"] ?? NaN) - (measures["plainShallowLoss"] ?? NaN), 12);
});

test("an AlexNet learns few pictures four times: as they are, with dropout, changed, and both", { timeout: 120_000 }, async () => {
  const { table, networks } = await run(alexnetFromScratch, { epochs: 1, pictures: 10, test: 12 });
  expect(table?.slice(1).map(([way]) => way)).toEqual(["plain", "dropout", "augmented", "both"]);
  const kinds = (name: string): readonly string[] => networks[name]?.graph.nodes.map(({ layer }) => layer.kind) ?? [];
  expect(kinds("both").filter((kind) => kind === "dropout")).toHaveLength(2);
  expect(kinds("plain")).not.toContain("dropout");
});
