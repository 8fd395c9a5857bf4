import { dense, graph } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import { arrayData } from "../data.ts";
import { binaryCrossentropy, categoricalCrossentropy, meanSquaredError, sparseCategoricalCrossentropy, type Loss } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { randomOf } from "../random.ts";
import { diagnose } from "./diagnose.ts";
import { engine, found } from "../../test/patients.ts";
import type { Subject } from "./subject.ts";

let common: Pick<Subject, "engine" | "optimizer" | "graph">;
beforeAll(async () => {
  common = { engine: await engine(), optimizer: adam(), graph: graph("linear", [2], { fc: dense(4) }) };
}, 30_000);

const samples = 200;
const subject = (loss: Loss, shape: readonly number[], data: Int32Array | Float32Array): Subject =>
  ({ ...common, loss, train: arrayData({ inputs: { input: { shape: [samples, 2], data: randomOf(1).normals(samples * 2) } }, targets: { fc: { shape: [samples, ...shape], data } } }) });
const labels = (of: (i: number) => number): Subject => subject(sparseCategoricalCrossentropy(), [], Int32Array.from({ length: samples }, (_, i) => of(i)));
const rows = (loss: Loss, of: (i: number) => number): Subject => subject(loss, [4], Float32Array.from({ length: samples * 4 }, (_, i) => of(i)));

test.each([
  ["labels", () => labels((i) => i % 4)],
  ["uneven labels", () => labels((i) => Math.floor(Math.sqrt(i % 16)))],
  ["one-hot rows", () => rows(categoricalCrossentropy(), (i) => (i % 4 === Math.floor(i / 4) % 4 ? 1 : 0))],
  ["rows of yes and no", () => rows(binaryCrossentropy(), (i) => (i * i) % 2)],
  ["numbers", () => rows(meanSquaredError(), (i) => Math.sin(i))],
])("nothing is found in %s", async (_, make) => {
  expect(await found("targets", make())).toEqual([]);
});

test("what does not fit, is missing, lopsided or unscaled is found", async () => {
  expect(await found("targets", labels((i) => 1 + (i % 4)))).toMatchInlineSnapshot(`
    [
      "wrong: targets do not fit the loss [fc]. fc (sparseCategoricalCrossentropy): labels must be whole numbers from 0 to 3. Received 4 at place 0.",
    ]
  `);
  expect(await found("targets", labels(() => 2))).toMatchInlineSnapshot(`
    [
      "wrong: all samples are of one class [fc]. of 200 samples 0 of "0", 200 of "2"",
    ]
  `);
  expect(await found("targets", { ...labels((i) => i % 3), classes: ["cat", "dog", "cow", "emu"] })).toMatchInlineSnapshot(`
    [
      "suspect: classes without samples [fc]. 1 of 4 classes in none of 200 samples: emu",
    ]
  `);
  expect(await found("targets", { ...labels((i) => (i % 20 === 0 ? 1 + (Math.floor(i / 20) % 3) : 0)), classes: ["cat", "dog", "cow", "emu"] })).toMatchInlineSnapshot(`
    [
      "suspect: classes are far from balanced [fc]. of 200 samples 3 of "cow", 190 of "cat": 1 to 63.3",
    ]
  `);
  // Whoever weighs the classes knows it.
  expect(await found("targets", { ...labels((i) => (i % 20 === 0 ? 1 + (Math.floor(i / 20) % 3) : 0)), loss: sparseCategoricalCrossentropy({ classWeights: [1, 20, 20, 20] }) })).toEqual([]);
  expect(await found("targets", rows(categoricalCrossentropy(), (i) => i % 2))).toMatchInlineSnapshot(`
    [
      "wrong: targets do not add up to 1 [fc]. the probabilities of sample 0 add up to 2",
    ]
  `);
  expect(await found("targets", rows(binaryCrossentropy(), (i) => i % 256))).toMatchInlineSnapshot(`
    [
      "wrong: targets are no probabilities [fc]. targets of "fc" from 0 to 255, mean 123, deviation 75.7",
    ]
  `);
  expect(await found("targets", rows(meanSquaredError(), (i) => 500 + 100 * Math.sin(i)))).toMatchInlineSnapshot(`
    [
      "suspect: targets are not scaled [fc]. targets of "fc" from 400 to 600, mean 500, deviation 70.7",
    ]
  `);
  expect(await found("targets", rows(meanSquaredError(), () => 1))).toMatchInlineSnapshot(`
    [
      "wrong: all targets are the same [fc]. targets of "fc" from 1 to 1, mean 1, deviation 0",
    ]
  `);
  expect(await found("targets", rows(meanSquaredError(), (i) => (i === 9 ? NaN : i % 7)))).toMatchInlineSnapshot(`
    [
      "wrong: targets do not fit the loss [fc]. fc (meanSquaredError): targets must be finite numbers. Received NaN.",
    ]
  `);
});

test("no network is run on targets that it cannot take", async () => {
  const { checks } = await diagnose(labels((i) => 1 + (i % 4)), { checks: ["targets", "initialLoss", "gradients"] });
  expect(checks.map(({ made, measured }) => `${made} ${measured}`)).toMatchInlineSnapshot(`
    [
      "true fc (sparseCategoricalCrossentropy): labels must be whole numbers from 0 to 3. Received 4 at place 0.",
      "false the targets do not fit the loss",
      "false the targets do not fit the loss",
    ]
  `);
});
