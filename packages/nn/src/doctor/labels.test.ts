import { dense, flatten, graph, relu } from "@convscope/core";
import { strokes } from "@convscope/datasets";
import { beforeAll, expect, test } from "vitest";
import { arrayData, type Data } from "../data.ts";
import { meanSquaredError, sparseCategoricalCrossentropy } from "../losses/index.ts";
import { randomOf } from "../random.ts";
import { featuresOf, nearest } from "./features.ts";
import { checked, found, healthy, pictures } from "../../test/patients.ts";
import type { Subject } from "./subject.ts";

let surface: Subject;
beforeAll(async () => {
  ({ surface } = await healthy());
}, 60_000);
const { train: digits } = strokes({ train: 800, test: 0 });
const net = graph("mlp", [28, 28, 1], { flatten: flatten(), fc1: dense(16), relu: relu(), fc: dense(10) });
const ofDigits = (train: Data): Subject => ({ ...surface, graph: net, train, loss: sparseCategoricalCrossentropy() });

/** Lying or upright stripes, one pixel wide, under noise: averaged to 8×8 places nothing of them is left. */
const stripes = (samples: number): Data => {
  const random = randomOf(5);
  const y = Int32Array.from({ length: samples }, (_, i) => i % 2);
  const x = Float32Array.from({ length: samples * 256 }, (_, i) => random.normal() + ((y[i >> 8] === 0 ? i : i >> 4) % 2 === 0 ? 0.5 : -0.5));
  return arrayData({ inputs: { input: { shape: [samples, 16, 16, 1], data: x } }, targets: { fc: { shape: [samples], data: y } } });
};

test("features are means of places, and neighbours the nearest in them", () => {
  // Pictures of one channel, 16 pixels wide: each of the 8×8 places is the mean of four pixels.
  const image = (bright: number): number[] => Array.from({ length: 256 }, (_, i) => (Math.floor(i / 16) < 8 ? bright : 0));
  const features = featuresOf({ shape: [3, 16, 16, 1], data: Float32Array.from([...image(0), ...image(1), ...image(1.2)]) }, false);
  expect(features.shape).toEqual([3, 64]);
  expect([...nearest(features, 1)]).toEqual([1, 2, 1]);
  // Token 3 twice, token 5 once; standardised over two samples that is ±1.
  const counted = featuresOf({ shape: [2, 2], data: Int32Array.of(3, 3, 5, 5) }, true);
  expect([counted.data[3], counted.data[5], counted.data[4]]).toEqual([1, -1, 0]);
});

test("classes and numbers that go with the inputs are well", async () => {
  expect(await checked("labels", ofDigits(pictures(digits, "fc")))).toMatchObject({ findings: [], measured: "by 5 nearest neighbours of 800 samples p = 0.00249" });
  expect(await found("labels", surface)).toEqual([]);
});

test("where neighbours do not tell, a short training does", async () => {
  const { findings, measured } = await checked("labels", { ...ofDigits(stripes(400)), graph: graph("linear", [16, 16, 1], { flatten: flatten(), fc: dense(2) }) });
  expect(measured).toContain("by a short training");
  expect(findings).toEqual([]);
});

test("shuffled labels and shuffled numbers are found", { timeout: 120_000 }, async () => {
  const order = randomOf(3).permutation(800);
  expect(await found("labels", ofDigits(pictures({ ...digits, labels: Uint8Array.from(order, (i) => digits.labels[i] ?? 0) }, "fc")))).toMatchInlineSnapshot(`
    [
      "wrong: targets seem unrelated to inputs [fc]. dealt out by chance, targets would go as well with the inputs 7 % of the time by neighbours, and 60 % by a short training",
    ]
  `);
  const shuffled: Data = { ...surface.train, batch: async (at, epoch) => ({ ...(await surface.train.batch(at, epoch)), targets: (await surface.train.batch(at.map((i) => order[i] ?? 0), epoch)).targets }) };
  expect(await found("labels", { ...surface, train: shuffled, loss: meanSquaredError() })).toMatchInlineSnapshot(`
    [
      "wrong: targets seem unrelated to inputs [fc3]. dealt out by chance, targets would go as well with the inputs 53 % of the time by neighbours, and 56 % by a short training",
    ]
  `);
});

test("maps and few samples are not asked", async () => {
  expect(await checked("labels", { ...surface, train: { ...surface.train, length: 50 } })).toMatchObject({ made: false });
});
