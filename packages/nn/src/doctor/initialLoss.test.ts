import { batchNormalization, dense, flatten, graph, relu, residual, type Block } from "@convscope/core";
import { strokes } from "@convscope/datasets";
import { beforeAll, expect, test } from "vitest";
import { initialWeights } from "../initializers/index.ts";
import { binaryCrossentropy, categoricalCrossentropy, focal, hinge, sparseCategoricalCrossentropy } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { chanceLoss } from "./chance.ts";
import { checked, engine, found, pictures } from "../../test/patients.ts";
import type { Subject } from "./subject.ts";

const net = graph("linear", [28, 28, 1], { flatten: flatten(), fc: dense(10) });
const { train: digits } = strokes({ train: 200, test: 0 });
let subject: Subject;
beforeAll(async () => {
  subject = { engine: await engine(), graph: net, seed: 1, train: pictures(digits, "fc"), loss: sparseCategoricalCrossentropy(), optimizer: adam() };
}, 30_000);

test("guessing costs ln of the number of classes", () => {
  expect(chanceLoss(sparseCategoricalCrossentropy(), 10)).toBeCloseTo(2.302585, 6);
  expect(chanceLoss(categoricalCrossentropy({ labelSmoothing: 0.1 }), 3)).toBeCloseTo(1.098612, 6);
  expect(chanceLoss(binaryCrossentropy(), 1)).toBeCloseTo(0.693147, 6);
  // Nine other classes, each a margin of 1 away, over ten.
  expect(chanceLoss(hinge(), 10)).toBeCloseTo(0.9, 6);
  expect(chanceLoss(focal(), 10)).toBeUndefined();
  expect(chanceLoss(sparseCategoricalCrossentropy({ reduction: "sum" }), 10)).toBeUndefined();
});

test("a fresh network begins at guessing", async () => {
  const { measured, findings } = await checked("initialLoss", subject);
  expect(findings).toEqual([]);
  expect(measured).toMatch(/^"fc" begins at 2\.\d+, guessing at 2\.3$/);
});

test("inputs of bytes, weights drawn too large and lost numbers are found", async () => {
  expect(await found("initialLoss", { ...subject, train: pictures(digits, "fc", 1) })).toMatchInlineSnapshot(`
    [
      "wrong: the loss begins far above guessing [fc]. "fc" begins at 164, guessing at 2.3",
    ]
  `);
  const weights = initialWeights(net, { seed: 1 });
  const scaled = (by: number): Subject => ({ ...subject, weights: Object.fromEntries(Object.entries(weights).map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data, (x) => by * x) }])) });
  expect(await found("initialLoss", scaled(10))).toMatchInlineSnapshot(`
    [
      "suspect: the loss begins far above guessing [fc]. "fc" begins at 6.74, guessing at 2.3",
    ]
  `);
  expect(await found("initialLoss", scaled(NaN))).toMatchInlineSnapshot(`
    [
      "wrong: the first loss is not a number [fc]. "fc" begins at not a number, guessing at 2.3",
    ]
  `);
});

test("a residual network's sums may make its first scores large", async () => {
  const blocks: Block = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`block${i}`, residual({ fc: dense(64), bn: batchNormalization(), relu: relu() })]));
  const deep = graph("residual", [28, 28, 1], { flatten: flatten(), stem: dense(64), blocks, fc: dense(10) });
  const { measured, findings } = await checked("initialLoss", { ...subject, graph: deep });
  expect(Number(/begins at ([\d.]+)/.exec(measured)?.[1])).toBeGreaterThan(2 * Math.log(10));
  expect(findings).toEqual([]);
});
