import { conv2d, dense, flatten, graph, maxPooling2d, relu } from "@convscope/core";
import { adam, diagnose, sgd, sparseCategoricalCrossentropy, type Diagnosis, type Subject } from "@convscope/nn";
import { expect, test } from "vitest";
import { lines } from "../../nn/test/suite/training.ts";
import { ortOn, simdEngine } from "./engines.ts";

const net = graph("lines", [6, 6, 1], { conv: conv2d(8, 3), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), fc: dense(2) });
const subject: Omit<Subject, "engine"> = { graph: net, seed: 1, train: lines(64), loss: sparseCategoricalCrossentropy(), optimizer: adam(), batchSize: 16 };

test("the doctor finds nothing in a healthy training, and begins at the loss that simd begins at", { timeout: 120_000 }, async () => {
  const [here, there] = await Promise.all([diagnose({ ...subject, engine: await ortOn(1) }, { quick: true }), diagnose({ ...subject, engine: await simdEngine() }, { quick: true })]);
  expect(here.findings).toEqual([]);
  const first = ({ checks }: Diagnosis): string | undefined => checks.find(({ check }) => check === "initialLoss")?.measured;
  expect(first(here)).toBe(first(there));
  expect(here.checks.map(({ check, made }) => ({ check, made }))).toEqual(there.checks.map(({ check, made }) => ({ check, made })));
});

test("it finds a learning rate far too large", { timeout: 120_000 }, async () => {
  const { findings } = await diagnose({ ...subject, engine: await ortOn(1), optimizer: sgd({ learningRate: 1e5 }) }, { checks: ["learningRate"] });
  expect(findings.map(({ title }) => title)).toEqual(["the learning rate is far too large"]);
});
