import { batchNormalization, dense, graph } from "@convscope/core";
import { strokes } from "@convscope/datasets";
import { beforeAll, expect, test } from "vitest";
import { arrayData, type Data } from "../data.ts";
import { meanSquaredError } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import { randomOf } from "../random.ts";
import { checked, engine, found, pictures } from "../../test/patients.ts";
import type { Subject } from "./subject.ts";

let common: Pick<Subject, "engine" | "loss" | "optimizer">;
beforeAll(async () => {
  common = { engine: await engine(), loss: meanSquaredError(), optimizer: adam() };
}, 30_000);

/** Features drawn normally, then changed. */
const features = (change: (x: number, feature: number) => number): Data =>
  arrayData({
    inputs: { input: { shape: [200, 4], data: randomOf(1, "x").normals(800).map((x, i) => change(x, i % 4)) } },
    targets: { fc: { shape: [200, 1], data: randomOf(1, "y").normals(200) } },
  });
const linear = graph("linear", [4], { fc: dense(1) });
const ask = (change: (x: number, feature: number) => number): Promise<readonly string[]> => found("inputs", { ...common, graph: linear, train: features(change) });

test.each([
  ["pictures", (x: number) => x],
  ["a wide feature among others", (x: number, feature: number) => (feature === 0 ? 6 * x : x)],
  ["a constant feature", (x: number, feature: number) => (feature === 0 ? 0 : x)],
  ["a mean beside 0", (x: number) => 1 + x / 2],
])("nothing is found in %s", async (_, change) => {
  expect(await ask(change)).toEqual([]);
});

test("bytes, unscaled, tiny, far-off and lost numbers are found", async () => {
  const digits = pictures(strokes({ train: 200, test: 0 }).train, "fc", 1);
  const net = graph("net", [28, 28, 1], { fc: dense(10) });
  expect(await found("inputs", { ...common, graph: net, train: digits })).toMatchInlineSnapshot(`
    [
      "wrong: inputs look like bytes from 0 to 255 [input]. "input" from 0 to 255, mean 29.3, deviation 68.6",
    ]
  `);
  expect(await ask((x) => 8 * x)).toMatchInlineSnapshot(`
    [
      "suspect: inputs are not normalised [input]. "input" from −26.6 to 21.7, mean 0.364, deviation 8.23",
    ]
  `);
  expect(await ask((x) => x / 1e4)).toMatchInlineSnapshot(`
    [
      "suspect: inputs are close to zero [input]. "input" from −0.000332 to 0.000271, mean 4.5e-6, deviation 0.000103",
    ]
  `);
  expect(await ask((x) => 3 + x / 100)).toMatchInlineSnapshot(`
    [
      "suspect: inputs hardly vary around a mean far from 0 [input]. "input" from 2.97 to 3.03, mean 3, deviation 0.0103",
    ]
  `);
  expect(await ask((x, feature) => (feature === 2 ? x * 1e-3 : x * (feature === 0 ? 2 : 1e-3)))).toMatchInlineSnapshot(`
    [
      "suspect: features have very different scales [input]. the largest deviation of a channel is 2.06, a typical one 0.00102",
    ]
  `);
  expect(await ask((x) => (x > 2.5 ? NaN : x))).toMatchInlineSnapshot(`
    [
      "wrong: inputs hold values that are not numbers [input]. 5 values of "input" in 200 samples",
    ]
  `);
  expect(await ask(() => 0.5)).toMatchInlineSnapshot(`
    [
      "wrong: all samples are the same [input]. "input" from 0.5 to 0.5, mean 0.5, deviation 0",
    ]
  `);
});

test("what normalises before the first kernel is believed", async () => {
  const train = features((x) => 100 * x + 1000);
  const normalised = graph("normalised", [4], { bn: batchNormalization(), fc: dense(1) });
  const { findings, measured } = await checked("inputs", { ...common, graph: normalised, train });
  expect(findings).toEqual([]);
  expect(measured).toMatch(/^"bn" from −\d\.\d+ to \d\.\d+, mean −?\d\.\de-\d, deviation 1$/);
});
