import { dense, flatten, graph, leakyRelu, relu, relu6 } from "@convscope/core";
import { strokes } from "@convscope/datasets";
import { beforeAll, expect, test } from "vitest";
import { initialWeights } from "../initializers/index.ts";
import { meanSquaredError, sparseCategoricalCrossentropy } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { checked, engine, found, pictures, surface } from "../../test/patients.ts";
import type { Subject } from "./subject.ts";

const net = graph("mlp", [3], { fc1: dense(16), relu1: relu(), fc2: dense(16), relu2: relu6(), fc3: dense(1) });
let subject: Subject;
beforeAll(async () => {
  subject = { engine: await engine(), graph: net, seed: 1, train: surface(320), loss: meanSquaredError(), optimizer: adam(), batchSize: 32 };
}, 30_000);

/** The first weights, the biases of some node another number. */
const biased = (node: string, bias: number, units: number = 16): Subject => {
  const weights = initialWeights(net, { seed: 1 });
  return { ...subject, weights: { ...weights, [`${node}.bias`]: { shape: [16], data: Float32Array.from({ length: 16 }, (_, i) => (i < units ? bias : 0)) } } };
};

test("a healthy network has few dead units, at the start and after some steps", async () => {
  const { measured, findings } = await checked("deadUnits", subject);
  expect(findings).toEqual([]);
  expect(measured).toMatch(/^at the start .+, after 10 steps /);
  expect((await checked("deadUnits", subject, true)).measured).not.toContain("steps");
});

test("a graph without rectifiers is not asked", async () => {
  const leaky = graph("leaky", [3], { fc1: dense(16), leaky: leakyRelu(), fc3: dense(1) });
  expect(await checked("deadUnits", { ...subject, graph: leaky })).toMatchObject({ made: false, findings: [] });
});

test("half of the units may be dead by chance", async () => {
  expect(await found("deadUnits", biased("fc1", -100, 8), true)).toEqual([]);
});

test("layers that are dead from the start, or that a step too large kills, are found", async () => {
  expect(await found("deadUnits", biased("fc1", -100))).toMatchInlineSnapshot(`
    [
      "wrong: most units are dead at the start [relu1, relu2]. 16 of 16 in relu1, 16 of 16 in relu2 give 0 for every sample of a batch",
    ]
  `);
  expect(await found("deadUnits", biased("fc2", -100, 14))).toMatchInlineSnapshot(`
    [
      "suspect: most units are dead at the start [relu2]. 14 of 16 in relu2 give 0 for every sample of a batch",
    ]
  `);
  // Pixels are never below 0, so one large step against their mean shuts a unit for good.
  const digits = { ...subject, graph: graph("mlp", [28, 28, 1], { flatten: flatten(), fc1: dense(16), relu: relu(), fc: dense(10) }), train: pictures(strokes({ train: 200, test: 0 }).train, "fc"), loss: sparseCategoricalCrossentropy(), optimizer: adam({ learningRate: 3 }) };
  expect(await found("deadUnits", digits)).toMatchInlineSnapshot(`
    [
      "wrong: most units are dead after 10 steps [relu]. 16 of 16 in relu give 0 for every sample of a batch",
    ]
  `);
});
