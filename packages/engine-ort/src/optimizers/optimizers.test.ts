import { dense, graph, tanh } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import {
  adadelta, adagrad, adam, adamax, adamw, meanSquaredError, nadam, negativeLogLikelihood, network, optimizers, radam, rmsprop, sgd, slots, useBackend,
  type Arrays, type Engine, type NdArray, type Optimizer, type OptimizerKind, type OptimizerOf, type OptimizerState,
} from "@convscope/nn";
import { expectClose } from "@convscope/test-kit";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { expectSame, inputsOf, signed } from "../../test/drawn.ts";
import { ortEngine } from "../engine.ts";
import { Recorder } from "../graph/recorder.ts";
import { Tape } from "../graph/tape.ts";
import { importOrt } from "../package.node.ts";
import { ruleOf } from "./table.ts";

const [here, there] = [ortEngine(await importOrt(), 1), await useBackend("cpu")];

const array = (shape: readonly number[], data: readonly number[]): NdArray => ({ shape, data: Float32Array.from(data) });

/** The weights after each step from `initial`, with the gradients that are given. */
async function run(optimizer: Optimizer, initial: readonly number[], ...gradients: readonly (readonly number[])[]): Promise<readonly (readonly number[])[]> {
  const of = graph("given", [initial.length], { out: dense(1, { useBias: false }) });
  const net = await network(of, { engine: here, weights: { "out.weight": array([initial.length, 1], initial) } });
  const weights: number[][] = [];
  for (const gradient of gradients) {
    // The loss is minus the only output: its derivative by the weights is minus the input.
    await net.step({ inputs: { input: array([1, initial.length], gradient.map((g) => -g)) }, targets: { out: array([1], [0]) } }, { objective: { out: { loss: negativeLogLikelihood(), weight: 1 } }, optimizer });
    weights.push(Array.from((await net.weights())["out.weight"]?.data ?? []));
  }
  expect(Object.keys((await net.optimizerState()).slots)).toEqual(Object.keys(slots(optimizer)).map((slot) => `out.weight/${slot}`));
  net.dispose();
  return weights;
}

describe("clipping", () => {
  /** Plain gradient descent from zero with rate 1: the weights are minus the clipped gradient. */
  const clipped = async (optimizer: Optimizer, gradient: readonly number[]): Promise<readonly number[]> => ((await run({ ...optimizer, learningRate: 1 }, gradient.map(() => 0), gradient))[0] ?? []).map((w) => -w);

  test("(3, 4, 12) has the length 13: a clipNorm of 1.3 leaves a tenth", async () => expectClose(await clipped(sgd({ clipNorm: 1.3 }), [3, 4, 12]), [0.3, 0.4, 1.2], { relative: 1e-6, absolute: 0 }));
  test("short gradients stay", async () => expect(await clipped(sgd({ clipNorm: 20 }), [3, 4, 12])).toEqual([3, 4, 12]));
  test("clipValue bounds each number", async () => expect(await clipped(sgd({ clipValue: 2 }), [3, -4, 1])).toEqual([2, -2, 1]));
  test("the length is never above the bound", async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.float({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), fc.float({ min: Math.fround(0.01), max: 100, noNaN: true }), async (gradient, clipNorm) => {
      expect(Math.hypot(...(await clipped(sgd({ clipNorm }), gradient)))).toBeLessThanOrEqual(clipNorm * (1 + 1e-5));
    }), { numRuns: 20 });
  });
});

test("Nadam's first step by hand: 1 + 0.1 μ₂ / (1 − μ₁ μ₂) learning rates", async () => {
  const [first, second] = [1, 2].map((t) => 0.9 * (1 - 0.5 * 0.96 ** (t * 0.004))) as [number, number];
  expectClose((await run(nadam({ learningRate: 1 }), [0], [7]))[0] ?? [], [-1 - (0.1 * second) / (1 - first * second)]);
});

test("momentum by hand: the first gradient is not dampened, later ones are", async () =>
  expect(await run(sgd({ learningRate: 1, momentum: 0.5, dampening: 0.25 }), [0], [4], [4])).toEqual([[-4], [-9]]));

test.each(Object.keys(optimizers) as OptimizerKind[])("%s stands still where there is nothing to learn, and at a rate of 0", async (kind) => {
  expect(await run(optimizers[kind]({ weightDecay: 0 }), [3, -1], [0, 0], [0, 0])).toEqual([[3, -1], [3, -1]]);
  expect(await run(optimizers[kind]({ learningRate: 0 }), [3, -1], [1, 0], [1, 0])).toEqual([[3, -1], [3, -1]]);
});

test.each<[number, Optimizer]>([[2, sgd()], [4, sgd({ momentum: 0.9 })], [6, sgd({ momentum: 0.9, nesterov: true })], [12, adam()], [14, adam({ weightDecay: 0.1 })], [13, adamw()], [9, rmsprop()], [7, adagrad()], [15, adadelta()], [10, adamax()], [14, nadam()], [13, radam()]])("%i operations for each weight: %o", (expected, optimizer) => {
  const recorder = new Recorder();
  const input = (name: string, ...dims: readonly number[]): Value => recorder.input(name, "float", dims);
  ruleOf(optimizer).update(optimizer, { parameter: input("parameter", 3), gradient: input("gradient", 3), slot: (name) => input(name, 3), number: (name) => input(name) }, new Tape(recorder, "step"));
  expect(recorder.calls).toHaveLength(expected);
});

describe("the cpu engine", () => {
  const of = graph("small", [5], { hidden: dense(3), tanh: tanh(), out: dense(2) });
  const [inputs, targets] = [inputsOf(of, 3), { out: signed([3, 2], 1, "target") }];

  interface Trained {
    readonly weights: Arrays;
    readonly state: OptimizerState;
  }

  /** Six steps, at rates that change. */
  async function trained(engine: Engine, optimizer: Optimizer): Promise<Trained> {
    const net = await network(of, { engine, seed: 5 });
    for (const factor of [1, 0.3, 2, 1, 1, 0.5]) await net.step({ inputs, targets }, { objective: { out: { loss: meanSquaredError(), weight: 3 } }, optimizer, learningRate: factor * optimizer.learningRate, rates: { "hidden.weight": 0.5 } });
    const result = { weights: await net.weights(), state: await net.optimizerState() };
    net.dispose();
    return result;
  }

  const [weightDecay, half, flag] = [fc.constantFrom(0, 0.01, 0.3), fc.constantFrom(0, 0.5, 0.9), fc.boolean()];
  const clip = { clipNorm: fc.constantFrom(0.01, 0.5) };
  // A large ε: rounding must not be divided by next to nothing.
  const epsilon = fc.constantFrom(1e-3, 0.1);
  /** Any record of a kind. */
  const anyOf: { readonly [K in OptimizerKind]: fc.Arbitrary<OptimizerOf<K>> } = {
    adadelta: fc.record({ rho: half, epsilon, weightDecay, ...clip }, { requiredKeys: ["epsilon"] }).map(adadelta),
    adagrad: fc.record({ initialAccumulatorValue: fc.constantFrom(0, 0.1), learningRateDecay: half, epsilonInsideSqrt: flag, epsilon, weightDecay, ...clip }, { requiredKeys: ["epsilon"] }).map(adagrad),
    adam: fc.record({ beta1: half, beta2: half, amsgrad: flag, epsilonHat: flag, epsilon, weightDecay, ...clip }, { requiredKeys: ["epsilon"] }).map(adam),
    adamax: fc.record({ beta1: half, beta2: half, epsilon, weightDecay, ...clip }, { requiredKeys: ["epsilon"] }).map(adamax),
    adamw: fc.record({ beta1: half, beta2: half, amsgrad: flag, epsilon, weightDecay, ...clip }, { requiredKeys: ["epsilon"] }).map(adamw),
    nadam: fc.record({ beta1: half, beta2: half, momentumDecay: half, torch1: flag, epsilon, weightDecay, ...clip }, { requiredKeys: ["epsilon"] }).map(nadam),
    // With a β₂ of 0.9 and of 0.999 it divides from the sixth step on.
    radam: fc.record({ beta1: half, beta2: fc.constantFrom(0.9, 0.999), epsilon, weightDecay, ...clip }, { requiredKeys: ["epsilon"] }).map(radam),
    rmsprop: fc.record({ rho: half, momentum: half, centered: flag, epsilonInsideSqrt: flag, epsilon, weightDecay, ...clip }, { requiredKeys: ["epsilon"] }).map(rmsprop),
    sgd: fc.oneof(
      fc.record({ momentum: half, dampening: half, weightDecay, ...clip }, { requiredKeys: [] }).map(sgd),
      fc.record({ momentum: fc.constant(0.9), nesterov: fc.constant(true), weightDecay, clipValue: fc.constantFrom(0.001, 0.1) }).map(sgd),
    ),
  };

  test.each(Object.entries(anyOf))("%s, whatever is asked of it", async (_, any: fc.Arbitrary<Optimizer>) => {
    await fc.assert(fc.asyncProperty(any, async (optimizer) => {
      const [found, expected] = [await trained(here, optimizer), await trained(there, optimizer)];
      expectSame(found.weights, expected.weights, 2e-5, "weights");
      expectSame(found.state.slots, expected.state.slots, 2e-5, "slots");
      expect(found.state.scalars).toEqual(expected.state.scalars);
      expect(found.state.steps).toBe(6);
    }), { numRuns: 15 });
  });
});
