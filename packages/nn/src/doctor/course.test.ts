import { dense, graph } from "@convscope/core";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { checked, engine, found, surface } from "../../test/patients.ts";
import { arrayData } from "../data.ts";
import { meanAbsoluteError, sparseCategoricalCrossentropy } from "../losses/index.ts";
import { adam } from "../optimizers/index.ts";
import type { Subject } from "./subject.ts";

let common: Pick<Subject, "engine" | "optimizer">;
beforeAll(async () => {
  common = { engine: await engine(), optimizer: adam({ learningRate: 0.01 }) };
}, 30_000);

/** A training of ten classes, in which guessing has a loss of 2.30, and what its epochs came to. */
const course = (losses: readonly number[], rates: readonly number[] = []): Subject => ({
  ...common, graph: graph("linear", [2], { fc: dense(10) }), loss: sparseCategoricalCrossentropy(),
  train: arrayData({ inputs: { input: { shape: [24, 2], data: new Float32Array(48) } }, targets: { fc: { shape: [24], data: new Int32Array(24) } } }), batchSize: 1,
  kept: { history: losses.map((loss, i) => ({ epoch: i + 1, loss, ...(rates[i] !== undefined && { learningRate: rates[i] }) })) },
});

test.each<[string, readonly number[], (readonly number[])?]>([
  ["a loss that falls", [1.2, 0.6, 0.3, 0.2, 0.15, 0.14]],
  ["a loss that has come to rest far down", [0.5, 0.1, 0.05, 0.05, 0.05, 0.05, 0.05]],
  ["a short training", [2, 1.5]],
  ["small ups and downs", [1.2, 0.8, 0.6, 0.62, 0.5, 0.51, 0.45]],
  ["a rate that begins anew", [1.2, 0.6, 0.3, 0.9, 0.3, 0.2, 0.6, 0.2], [0.1, 0.05, 0, 0.1, 0.05, 0, 0.1, 0.05]],
])("nothing is found in %s", async (_, losses, rates) => {
  expect(await found("course", course(losses, rates))).toEqual([]);
});

test("a few steps are too few to speak of guessing, but not of a loss that has shot up", async () => {
  const titles = async (loss: number): Promise<readonly string[]> => (await checked("course", { ...course([loss]), batchSize: 3 })).findings.map(({ title }) => title);
  expect(await titles(2.28)).toEqual([]);
  expect(await titles(9)).toEqual(["the network does no better than guessing"]);
});

test("a training that is still to be made has no course", async () => {
  const { kept: _, ...beginning } = course([]);
  expect(await checked("course", beginning)).toMatchObject({ made: false, measured: "the training is still to be made" });
  expect(await checked("course", course([]))).toMatchObject({ made: false, measured: "no epoch has ended" });
});

test("losses that are lost, stay, rise, jump, stand and creep are found", async () => {
  const titles = async (losses: readonly number[]): Promise<string> => (await checked("course", course(losses))).findings.map(({ level, title }) => `${level}: ${title}`).join("; ");
  expect(await titles([1, NaN, NaN])).toBe("wrong: the loss is not a number from epoch 2 on");
  expect(await titles([2.35, 2.31, 2.3, 2.3, 2.3])).toBe("wrong: the network does no better than guessing");
  expect(await titles([2.35, 2.31])).toBe("suspect: the network does no better than guessing");
  expect(await titles([1, 0.5, 1.5, 4])).toBe("wrong: the training loss rises");
  expect(await titles([1, 0.4, 0.7])).toBe("suspect: the training loss rises");
  expect(await titles([1, 0.5, 0.9, 0.5, 0.8, 0.4, 0.55])).toBe("suspect: the training loss jumps up and down");
  expect(await titles([1.9, 1.6, 1.51, 1.5, 1.5, 1.5, 1.5])).toBe("suspect: the training loss stands still while it is still high");
  expect(await titles([2.3, 2.25, 2.2, 2.15, 2.1, 2.05])).toBe("suspect: the training loss creeps");
});

test("a finding has the numbers and a way out", async () => {
  const { findings: [finding] } = await checked("course", course([1, 0.5, 1.5, 4], [0.01, 0.008, 0.005, 0.001]));
  expect(finding).toMatchInlineSnapshot(`
    {
      "check": "course",
      "level": "wrong",
      "measured": "the training loss goes from 1 to 4 in 4 epochs, least 0.5 in epoch 2; learning rate at the end of the first 0.01, of the last 0.001",
      "title": "the training loss rises",
      "wayOut": "Try 0.00333 and 0.001, a warm-up, a schedule that falls, or clipped gradients (clipNorm).",
      "why": "Steps are so long that they undo what was learned: the learning rate is too large for the place where the weights have come to.",
    }
  `);
});

test("a training that failed says why", async () => {
  const { kept: { history } = { history: [] }, ...rest } = course([1]);
  expect(await found("course", { ...rest, kept: { history, failed: "the loss must stay a finite number. Received NaN" } })).toMatchInlineSnapshot(`
    [
      "wrong: the training ended in an error. the loss must stay a finite number. Received NaN",
    ]
  `);
});

test("where guessing is not known, a loss that has hardly fallen stands", async () => {
  const regression: Subject = { ...common, graph: graph("line", [3], { fc3: dense(1) }), train: surface(4), loss: meanAbsoluteError(), kept: { history: [1, 0.9, 0.9, 0.9, 0.9, 0.9].map((loss, i) => ({ epoch: i + 1, loss })) } };
  expect(await found("course", regression)).toEqual([expect.stringContaining("suspect: the training loss stands still while it is still high")]);
});

test("a loss that falls by a steady share of itself is well, however fast", async () => {
  await fc.assert(fc.asyncProperty(fc.double({ min: 0.1, max: 0.85, noNaN: true }), fc.integer({ min: 5, max: 30 }), async (share, epochs) => {
    expect(await found("course", course(Array.from({ length: epochs }, (_, i) => 2 * share ** i)))).toEqual([]);
  }), { numRuns: 30 });
});
