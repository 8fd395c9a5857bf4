import { batchNormalization, conv2d, dense, dropout, flatten, graph, maxPooling2d, relu, type Graph } from "@convscope/core";
import { adam, network, sgd, sparseCategoricalCrossentropy, type Arrays, type Batch, type Engine, type Network, type Optimizer, type OptimizerState, type StepOptions } from "@convscope/nn";
import { expectClose } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { bits } from "../../nn/test/suite/training.ts";
import { ortAway, ortOn, simdEngine } from "./engines.ts";

const net = graph("continued", [12, 12, 1], {
  conv1: conv2d(8, 3, { useBias: false }), bn1: batchNormalization(), relu1: relu(), pool: maxPooling2d(2), conv2: conv2d(16, 3, { padding: "same", strides: 2 }), bn2: batchNormalization(), relu2: relu(),
  flatten: flatten(), drop1: dropout(0.25), fc1: dense(32), relu3: relu(), drop2: dropout(0.5), fc2: dense(10),
});

/** Sixteen pictures and their classes; another batch for each step. */
function batchAt(step: number): Batch {
  const pixels = Float32Array.from({ length: 16 * 144 }, (_, i) => Math.sin(1000 * Math.sin(i + 1 + 3000 * step)));
  const labels = Int32Array.from({ length: 16 }, (_, i) => (7 * i + step) % 10);
  // Each class has a bright row of its own.
  labels.forEach((label, i) => pixels.subarray(i * 144 + label * 12, i * 144 + label * 12 + 12).fill(2));
  return { inputs: { input: { shape: [16, 12, 12, 1], data: pixels } }, targets: { fc2: { shape: [16], data: labels } } };
}

const how = (optimizer: Optimizer): StepOptions => ({ objective: { fc2: { loss: sparseCategoricalCrossentropy(), weight: 1 } }, optimizer });

/** The losses of steps from one to before another. */
async function lossesOf(on: Network, optimizer: Optimizer, from: number, to: number): Promise<number[]> {
  const losses: number[] = [];
  for (let step = from; step < to; step++) losses.push((await on.step(batchAt(step), how(optimizer))).loss);
  return losses;
}

interface Begun {
  readonly weights: Arrays;
  readonly state: OptimizerState;
}

/** Goes on elsewhere with what a network has learned and remembers. */
async function continued(on: Engine, of: Graph, { weights, state }: Begun): Promise<Network> {
  const rest = await network(of, { engine: on, seed: 3, weights });
  await rest.setOptimizerState(state);
  return rest;
}

const begun = async (on: Network): Promise<Begun> => ({ weights: await on.weights(), state: await on.optimizerState() });

test.each([
  ["simd", "ort", simdEngine, () => ortAway(2), adam({ learningRate: 0.004 })], ["ort", "simd", () => ortAway(2), simdEngine, adam({ learningRate: 0.004 })],
  ["simd", "ort", simdEngine, () => ortAway(2), sgd({ learningRate: 0.02, momentum: 0.9, nesterov: true, weightDecay: 1e-3 })],
] as const)("a training begun on %s and continued on %s has the losses that it would have had", { timeout: 120_000 }, async (_, __, first, second, optimizer) => {
  const whole = await network(net, { engine: await first(), seed: 3 });
  const before = await lossesOf(whole, optimizer, 0, 20);
  const rest = await continued(await second(), net, await begun(whole));
  const [expected, found] = [await lossesOf(whole, optimizer, 20, 40), await lossesOf(rest, optimizer, 20, 40)];
  expectClose(found, expected, { relative: 0, absolute: 1e-4 }, "losses");
  // It learns all the while, or equal losses would show little.
  const mean = (losses: readonly number[]): number => losses.reduce((a, b) => a + b, 0) / losses.length;
  expect(mean(expected)).toBeLessThan(0.8 * mean(before));
  whole.dispose();
  rest.dispose();
});

/** Large enough that its sums are shared out among threads. */
const wide = graph("wide", [28, 28, 3], {
  conv1: conv2d(32, 3, { padding: "same" }), bn1: batchNormalization(), relu1: relu(), conv2: conv2d(32, 3, { useBias: false }), bn2: batchNormalization(), relu2: relu(),
  pool: maxPooling2d(2), flatten: flatten(), drop: dropout(0.5), fc: dense(64),
});
const many: Batch = { inputs: { input: { shape: [32, 28, 28, 3], data: Float32Array.from({ length: 32 * 2352 }, (_, i) => Math.sin(1000 * Math.sin(i + 1))) } }, targets: { fc: { shape: [32], data: Int32Array.from({ length: 32 }, (_, i) => i) } } };

/** Weights after three steps. */
async function trained(threads: number): Promise<Arrays> {
  const on = await network(wide, { engine: await ortOn(threads), seed: 3 });
  for (let step = 0; step < 3; step++) await on.step(many, { objective: { fc: { loss: sparseCategoricalCrossentropy(), weight: 1 } }, optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }) });
  const weights = await on.weights();
  on.dispose();
  return weights;
}

test.each([1, 2])("equal seeds on %i threads give equal bits", async (threads) => {
  const once = bits(await trained(threads));
  for (let again = 0; again < 2; again++) expect(bits(await trained(threads))).toBe(once);
});

// ONNX Runtime shares some sums out by the number of threads, and so adds in another order.
test("another number of threads gives the same weights but for rounding", async () => {
  const [one, two] = [await trained(1), await trained(2)];
  for (const [name, { data }] of Object.entries(one)) expectClose(two[name]?.data ?? [], data, { relative: 1e-3, absolute: 1e-5 }, name);
});
