import { dense, dropout, graph, relu } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import { arrayData, type Data } from "../data.ts";
import { sparseCategoricalCrossentropy } from "../losses/index.ts";
import { sgd } from "../optimizers/index.ts";
import { checked, found, healthy } from "../../test/patients.ts";
import type { Subject } from "./subject.ts";

let surface: Subject;
beforeAll(async () => {
  ({ surface } = await healthy());
}, 60_000);

/** Four points in a square, each the other class than its neighbours: 64 times. */
const crossed = (of: (label: number, i: number) => number): Data =>
  arrayData({
    inputs: { input: { shape: [64, 2], data: Float32Array.from({ length: 128 }, (_, i) => (((i >> 1) >> (i & 1)) & 1 ? 1 : -1)) } },
    targets: { fc2: { shape: [64], data: Int32Array.from({ length: 64 }, (_, i) => of((i & 1) ^ ((i >> 1) & 1), i)) } },
  });
const net = graph("xor", [2], { fc1: dense(16), relu: relu(), drop: dropout(0.9), fc2: dense(2) });
const classes = (train: Data, of = net): Subject => ({ engine: surface.engine, seed: 1, graph: of, train, loss: sparseCategoricalCrossentropy(), optimizer: sgd({ learningRate: 1e-9 }) });

test("a network that can learn does, whatever the training's own rate and dropout", async () => {
  expect(await found("oneBatch", surface)).toEqual([]);
  const { findings, measured } = await checked("oneBatch", classes(crossed((label) => label)));
  expect(findings).toEqual([]);
  expect(measured).toMatch(/^16 samples: \d+ % right after \d+ steps at 0\.01$/);
});

test("a graph that cannot, and samples that contradict each other, are found", { timeout: 120_000 }, async () => {
  const linear = graph("linear", [2], { fc2: dense(2) });
  expect(await found("oneBatch", classes(crossed((label) => label), linear))).toMatchInlineSnapshot(`
    [
      "wrong: the network cannot learn a few samples by heart. 16 samples: 81 % right after 14 steps at 0.01; the same at 0.001, 0.01, 0.0001",
    ]
  `);
  expect(await found("oneBatch", classes(crossed((_, i) => (i >> 2) & 1)))).toMatchInlineSnapshot(`
    [
      "wrong: the network cannot learn a few samples by heart. 16 samples: 75 % right after 34 steps at 0.001; the same at 0.001, 0.01, 0.0001",
    ]
  `);
});
