import { batchNormalization, dense, flatten, graph } from "@convscope/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { engineOn } from "../test/backends.ts";
import { bits, cnn, lines, loss } from "../test/suite/training.ts";
import { adam, arrayData, fit, findLearningRate, halfSquaredError, network, randomOf, sgd, useBackend, type Data, type LearningRates, type Network } from "./index.ts";

const engine = await useBackend("cpu");

/** ½ · the mean over two samples of (aᵢ wᵢ)²: a bowl whose curvatures are a₁² / 2 and a₂² / 2. */
const bowl = graph("bowl", [2], { w: dense(1, { useBias: false }) });
const bowlData = (steep: number, flat: number): Data =>
  arrayData({ inputs: { input: { shape: [2, 2], data: Float32Array.of(Math.sqrt(2 * steep), 0, 0, Math.sqrt(2 * flat)) } }, targets: { w: { shape: [2, 1], data: new Float32Array(2) } } });

async function onBowl(steep: number, use: (net: Network, data: Data) => Promise<LearningRates>): Promise<LearningRates> {
  const net = await network(bowl, { engine, weights: { "w.weight": { shape: [2, 1], data: Float32Array.of(1, 1) } } });
  try {
    return await use(net, bowlData(steep, steep / 1000));
  } finally {
    net.dispose();
  }
}

test("on a bowl, where steps above 2 / curvature go astray, it suggests less, and sees it go astray above", async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0.1, max: 100, noNaN: true }), async (steep) => {
      const { rates, losses, smoothed, suggestion = NaN, tenthOfBest = NaN, diverged = NaN } = await onBowl(steep, (net, data) => findLearningRate(net, data, { loss: halfSquaredError(), optimizer: sgd(), from: 1e-5, to: 1000, batchSize: 2 }));
      const stable = 2 / steep;
      expect(suggestion).toBeLessThan(stable);
      expect(suggestion).toBeGreaterThan(stable / 1000);
      expect(tenthOfBest).toBeLessThan(stable);
      expect(diverged).toBeGreaterThan(stable);
      expect(rates.length).toBeLessThanOrEqual(100);
      expect([losses.length, smoothed.length]).toEqual([rates.length, rates.length]);
    }),
    { numRuns: 4 },
  );
});

test("by hand: rates, losses and their running mean", async () => {
  const found = await onBowl(1, (net, data) => findLearningRate(net, data, { loss: halfSquaredError(), optimizer: sgd({ learningRate: 77 }), from: 0.01, to: 1, steps: 3, batchSize: 2, smoothing: 0.5 }));
  expect(found.rates.map((rate) => Number(rate.toFixed(12)))).toEqual([0.01, 0.1, 1]);
  // The steep weight is 1, then 0.99, then 0.99 · 0.9.
  [1, 0.99 ** 2, (0.99 * 0.9) ** 2].forEach((square, i) => expect(found.losses[i]).toBeCloseTo(0.5 * square + 0.0005, 5));
  const [a = 0, b = 0, c = 0] = found.losses;
  [a, (0.25 * a + 0.5 * b) / 0.75, (0.125 * a + 0.25 * b + 0.5 * c) / 0.875].forEach((mean, i) => expect(found.smoothed[i]).toBeCloseTo(mean, 6));
  expect(found.diverged).toBeUndefined();
});

const norm = graph("norm", [6, 6, 1], { flat: flatten(), fc1: dense(4), bn: batchNormalization(), fc: dense(2) });

describe.each(["cpu", "simd"] as const)("on %s", (backend) => {
  test.each([["a net with dropout", cnn], ["one with batch normalisation", norm]])("%s is as it was, to the bit, and learns on as if nothing had happened", async (_, of) => {
    const settings = { loss, optimizer: adam({ learningRate: 0.01 }), batchSize: 16 };
    const net = await network(of, { engine: await engineOn(backend), seed: 3 });
    const { history } = await fit(net, lines(48), { ...settings, epochs: 1 });
    const [weights, state] = [bits(await net.weights()), await net.optimizerState()];
    const found = await findLearningRate(net, lines(48), { ...settings, from: 1e-4, to: 1e6, steps: 40 });
    expect(found.rates.length).toBeGreaterThan(5);
    expect(bits(await net.weights())).toBe(weights);
    const after = await net.optimizerState();
    expect([after.steps, after.scalars, bits(after.slots)]).toEqual([state.steps, state.scalars, bits(state.slots)]);
    const twin = await network(of, { engine: await engineOn(backend), seed: 3 });
    const whole = await fit(twin, lines(48), { ...settings, epochs: 2 });
    const gone = await fit(net, lines(48), { ...settings, epochs: 2, resume: { history, weights: await net.weights(), optimizer: after } });
    expect(gone.history).toEqual(whole.history);
    net.dispose();
    twin.dispose();
  });
});

test("a step is of so many batches as the training accumulates: the losses are those of one larger batch, and batch normalisation knows its part", async () => {
  const found = async (settings: object): Promise<readonly number[]> => {
    const net = await network(norm, { engine, seed: 3 });
    const { losses } = await findLearningRate(net, lines(48), { loss, optimizer: sgd(), from: 1e-4, to: 1e-2, steps: 6, ...settings });
    net.dispose();
    return losses;
  };
  const [parts, larger, smaller] = [await found({ batchSize: 8, accumulate: 2 }), await found({ batchSize: 16 }), await found({ batchSize: 8 })];
  const net = await network(norm, { engine, seed: 3 });
  const order = randomOf(3, "learning rate", 1).permutation(48);
  for (const [i, expected] of parts.slice(0, 3).entries()) {
    const batch = await lines(48).batch(order.subarray(16 * i, 16 * i + 16));
    expect((await net.step(batch, { objective: { fc: { loss, weight: 1 } }, optimizer: sgd(), learningRate: 1e-4 * 100 ** (i / 5), parts: 2 })).loss).toBe(expected);
  }
  net.dispose();
  expect(parts).toHaveLength(6);
  expect(parts).not.toEqual(larger);
  expect(parts).not.toEqual(smaller);
});

test("it ends when asked to, with what it has found, and puts everything back", async () => {
  const net = await network(cnn, { engine, seed: 3 });
  const before = bits(await net.weights());
  const stop = new AbortController();
  const found = await findLearningRate(net, lines(48), { loss, optimizer: adam(), signal: stop.signal, onStep: (done) => { if (done === 4) stop.abort(); } });
  expect(found.rates).toHaveLength(4);
  expect(bits(await net.weights())).toBe(before);
  net.dispose();
});

test("where nothing is learned nothing is suggested", async () => {
  const found = await onBowl(1, (net, data) => findLearningRate(net, data, { loss: halfSquaredError(), optimizer: sgd(), rates: { "w.weight": 0 }, batchSize: 2 }));
  expect(found.rates).toHaveLength(100);
  expect(found).not.toHaveProperty("suggestion");
  expect(found).not.toHaveProperty("diverged");
});

test("refused", async () => {
  const net = await network(cnn, { engine, seed: 3 });
  const asked = (options: object): Promise<LearningRates> => findLearningRate(net, lines(16), { loss, optimizer: adam(), ...options });
  await expect(asked({ from: 1, to: 0.1 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: findLearningRate: from must be above 0 and below to. Received 1 and 0.1.]`);
  await expect(asked({ steps: 1 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: findLearningRate: steps must be a whole number ≥ 2. Received 1.]`);
  await expect(asked({ accumulate: 0 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: findLearningRate: accumulate must be a whole number ≥ 1. Received 0.]`);
  await expect(asked({ smoothing: 1 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: findLearningRate: smoothing must be a number from 0 to below 1. Received 1.]`);
  await expect(asked({ end: 1 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: findLearningRate: unknown option end. Options: loss, optimizer, from, to, steps, batchSize, accumulate, smoothing, trainable, rates, signal, onStep.]`);
  net.dispose();
});
