import { simd } from "@convscope/backend-simd";
import { shapes } from "@convscope/datasets";
import { tfjsLoader, useBackend } from "@convscope/nn";
import { beforeAll, describe, expect, test } from "vitest";
import { workbench, type ProgramRecipe, type Workbench } from "../src/index.ts";
import { captionShapes, detectShapes, localiseShapes, segmentShapes, segmentShapesFcn } from "../src/shapes/index.ts";

let bench: Workbench;
beforeAll(async () => {
  const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
  bench = workbench({ engine, seed: 1, data: async (_name, samples) => shapes(samples) });
}, 60_000);

const small: readonly [ProgramRecipe, Readonly<Record<string, number>>][] = [
  [localiseShapes, { epochs: 3, train: 96, test: 9, batch: 16 }],
  [segmentShapes, { epochs: 2, train: 24, test: 9, batch: 8 }],
  [segmentShapesFcn, { epochs: 2, train: 24, test: 9, batch: 8 }],
  [detectShapes, { epochs: 2, train: 24, test: 4, batch: 4 }],
  [captionShapes, { epochs: 3, train: 32, test: 6, batch: 8, units: 16 }],
];

describe.each(small.map(([recipe, settings]) => ({ name: recipe.name, recipe, settings })))("$name", ({ recipe, settings }) => {
  test("learns in a few epochs, measures what it expects, and draws", async () => {
    const { measures, figures, networks, histories } = await recipe.run(bench, settings);
    for (const { measure } of recipe.expected) {
      expect(measures[measure]).toBeGreaterThanOrEqual(0);
      expect(measures[measure]).toBeLessThanOrEqual(1);
    }
    const losses = (histories["training"] ?? []).map(({ loss }) => loss);
    expect(losses).toHaveLength(settings["epochs"] ?? 0);
    expect(losses.at(-1)).toBeLessThan(losses[0] ?? 0);
    for (const figure of Object.values(figures)) expect(figure).toMatch(/^<svg [^]*<image [^]*<\/svg>\n$/);
    const [kept] = Object.values(networks);
    const again = await bench.engine.prepare(kept?.graph ?? { name: "", inputs: {}, outputs: [], nodes: [] }, kept?.weights ?? {});
    again.dispose();
  });
});

test("the same seed comes to the same measures", async () => {
  const settings = { epochs: 1, train: 16, test: 3, batch: 8 };
  const [one, two] = [await segmentShapesFcn.run(bench, settings), await segmentShapesFcn.run(bench, settings)];
  expect(two.measures).toEqual(one.measures);
});
