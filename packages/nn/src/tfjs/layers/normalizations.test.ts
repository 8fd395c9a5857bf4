import { batchNormalization, groupNormalization, layerNormalization, layerScale, localResponseNormalization, normalization, rescaling } from "@convscope/core";
import { expectClose, responseNormalizationLoop, type Numbers } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { openBackend } from "../backends.ts";
import { differentiate } from "../differentiate.ts";
import { executorOf } from "../executors.ts";
import { runLayer } from "../testing.ts";
import { backendOf, everyBackend } from "../../../test/backends.ts";

const value = fc.double({ min: -3, max: 3, noNaN: true }).map(Math.fround);
const maps: fc.Arbitrary<Numbers> = fc
  .tuple(fc.integer({ min: 1, max: 2 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 }))
  .chain((shape) => fc.array(value, { minLength: shape.reduce((a, b) => a * b), maxLength: shape.reduce((a, b) => a * b) }).map((data) => ({ shape, data })));
const fill = (n: number, x: number): Numbers => ({ shape: [n], data: new Float32Array(n).fill(x) });

describe.each(everyBackend)("on %s", (on) => {
  const backend = backendOf(on);
  test("batch normalisation by hand: 1, 3 in one channel, 10, 30 in the other", async () => {
    const weights = { weight: { shape: [2], data: [1, 2] }, bias: { shape: [2], data: [0, 1] }, running_mean: fill(2, 0), running_var: fill(2, 1) };
    const x = { shape: [2, 2], data: [1, 10, 3, 30] };
    const { output, remembered } = await runLayer(batchNormalization({ epsilon: 0 }), [x], weights, { backend, training: true });
    expectClose(output.data, [-1, -1, 1, 3]);
    // A tenth of the means 2 and 20; a tenth of the unbiased variances 2 and 200, nine tenths of 1.
    expectClose(remembered["running_mean"]?.data ?? [], [0.2, 2]);
    expectClose(remembered["running_var"]?.data ?? [], [1.1, 20.9]);
  });

  test("batch normalisation refuses one value per channel in training, and takes it at inference", async () => {
    const weights = { weight: fill(2, 1), bias: fill(2, 0), running_mean: fill(2, 0), running_var: fill(2, 1) };
    const x = { shape: [1, 1, 1, 2], data: [5, 6] };
    await expect(runLayer(batchNormalization(), [x], weights, { backend, training: true })).rejects.toThrow("batchNormalization: training needs more than one value per channel.");
    expectClose((await runLayer(batchNormalization({ epsilon: 0 }), [x], weights, { backend })).output.data, [5, 6]);
  });

  test("a constant channel becomes β, and its gradient is a number", async () => {
    const { output, grads } = await runLayer(batchNormalization({ trackRunningStats: false }), [{ shape: [4, 1], data: [7, 7, 7, 7] }], { weight: fill(1, 3), bias: fill(1, 0.5) }, { backend, training: true, upstream: { shape: [4, 1], data: [1, 2, 3, 4] } });
    expectClose(output.data, [0.5, 0.5, 0.5, 0.5]);
    expect(grads.inputs[0]?.data.every(Number.isFinite)).toBe(true);
  });

  test("what layers have normalised has mean 0 and variance 1 where they say", async () => {
    await fc.assert(
      fc.asyncProperty(maps, async (x) => {
        const [n = 0, h = 0, w = 0, c = 0] = x.shape;
        const run = async (layer: Parameters<typeof runLayer>[0]): Promise<number[][]> => {
          const { data } = (await runLayer(layer, [x], {}, { backend })).output;
          return Array.from({ length: n * h * w }, (_, row) => [...data.slice(row * c, (row + 1) * c)]);
        };
        const none = { epsilon: 1e-12, scale: false, center: false };
        const standard = (values: readonly number[], original: readonly number[]): void => {
          const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length;
          // Values that are all but the same have no variance to speak of.
          if (mean(original.map((v) => (v - mean(original)) ** 2)) < 1e-2) return;
          expect(mean(values)).toBeCloseTo(0, 4);
          expect(mean(values.map((v) => v * v))).toBeCloseTo(1, 3);
        };
        const original = Array.from({ length: n * h * w }, (_, row) => Array.from({ length: c }, (__, i) => x.data[row * c + i] ?? NaN));
        (await run(layerNormalization(none))).forEach((values, row) => standard(values, original[row] ?? []));
        const instances = await run(groupNormalization(c, none));
        const whole = await run(layerNormalization({ ...none, axes: "all" }));
        for (let sample = 0; sample < n; sample++) {
          const own = <T>(rows: readonly T[]): T[] => rows.slice(sample * h * w, (sample + 1) * h * w);
          for (let i = 0; i < c; i++) standard(own(instances).map((row) => row[i] ?? NaN), own(original).map((row) => row[i] ?? NaN));
          standard(own(whole).flat(), own(original).flat());
        }
        // One group is the whole sample.
        expectClose((await run(groupNormalization(1, none))).flat(), whole.flat(), { absolute: 1e-4 });
      }),
      { numRuns: 15 },
    );
  });

  test("local response normalisation is that of naive loops, across and within channels", async () => {
    const sizes = fc.integer({ min: 1, max: 6 });
    await fc.assert(
      fc.asyncProperty(maps, sizes, fc.constantFrom("across", "within"), async (x, size, mode) => {
        const layer = localResponseNormalization(size, { alpha: 0.8, beta: 0.6, k: 1.2, mode });
        expectClose((await runLayer(layer, [x], {}, { backend })).output.data, responseNormalizationLoop(x, layer).data);
      }),
      { numRuns: 30 },
    );
  });

  test("AlexNet's local response normalisation of two equal channels by hand", async () => {
    // With n = 2 and α = 2 each is 3 / (1 + (0 + 9))^0.5 and 3 / (1 + (9 + 9))^0.5: an even window looks one before.
    const { output } = await runLayer(localResponseNormalization(2, { alpha: 2, beta: 0.5 }), [{ shape: [1, 2], data: [3, 3] }], {}, { backend });
    expectClose(output.data, [3 / Math.sqrt(10), 3 / Math.sqrt(19)]);
  });

  test("fixed statistics, layer scale and rescaling by hand", async () => {
    const layer = normalization({ mean: [1, 2], variance: [4, 25] });
    const { output, grads } = await runLayer(layer, [{ shape: [1, 2, 2], data: [5, 2, 1, 12] }], { mean: { shape: [2], data: [1, 2] }, variance: { shape: [2], data: [4, 25] } }, { backend });
    expectClose(output.data, [2, 0, 0, 2]);
    expectClose(grads.inputs[0]?.data ?? [], [0.5, 0.2, 0.5, 0.2]);
    const scaled = await runLayer(layerScale(), [{ shape: [2, 1, 1, 2], data: [1, 2, 3, 4] }], { layer_scale: { shape: [2], data: [10, 0.5] } }, { backend });
    expect([...scaled.output.data]).toEqual([10, 1, 30, 2]);
    expect([...(scaled.grads.weights["layer_scale"]?.data ?? [])]).toEqual([4, 6]);
    expect([...(scaled.grads.inputs[0]?.data ?? [])]).toEqual([10, 0.5, 10, 0.5]);
    const rescaled = await runLayer(rescaling({ scale: [2, 0.5], offset: -1 }), [{ shape: [2, 2], data: [1, 2, 3, 4] }], {}, { backend });
    expect([...rescaled.output.data]).toEqual([1, 0, 5, 1]);
    expect([...(rescaled.grads.inputs[0]?.data ?? [])]).toEqual([2, 0.5, 2, 0.5]);
  });
});

describe("a rectifier behind batch normalisation", () => {
  test.each([{ activation: "relu", training: true }, { activation: "relu6", training: true }, { activation: "relu", training: false }, { activation: "relu6", training: false }] as const)(
    "$activation in the same pass gives the values and gradients of one that follows, training: $training",
    async ({ activation, training }) => {
      await openBackend(backendOf("simd"));
      const before = tf.memory().numTensors;
      tf.tidy(() => {
        const layer = batchNormalization();
        const x = tf.tensor(Float32Array.from({ length: 5 * 4 * 3 }, (_, i) => ((i * 7919) % 101) / 12 - 4), [5, 4, 3]);
        const weights = { weight: tf.tensor1d([1, -2, 9]), bias: tf.tensor1d([0.5, 0, 3]) };
        const running = { running_mean: tf.tensor1d([0, 1, -1]), running_var: tf.tensor1d([1, 4, 2]) };
        const upstream = tf.tensor(Float32Array.from({ length: x.size }, (_, i) => ((i * 31) % 17) - 8), x.shape);
        const rectify = activation === "relu" ? tf.relu : tf.relu6;
        const run = (fused: boolean): Float32Array[] => {
          const numbers = (tensor: tf.Tensor): Float32Array => Float32Array.from(tensor.dataSync());
          const remembered: Float32Array[] = [];
          const context = { training, rule: "true" as const, uniform: () => x, remember: (_: string, value: tf.Tensor) => void remembered.push(numbers(value)), ...(fused && { activation }) };
          const y = (): tf.Tensor => {
            const value = executorOf(layer)(layer, [x], { ...weights, ...running }, context);
            return fused ? value : rectify(value);
          };
          const { grads } = differentiate(() => tf.sum(tf.mul(y(), upstream)), [x, ...Object.values(weights)]);
          return [numbers(y()), ...grads.map((grad) => numbers(grad as tf.Tensor)), ...remembered];
        };
        const [fused, apart] = [run(true), run(false)];
        expect(fused.length).toBe(training ? 8 : 4);
        expect(apart[0]?.some((v) => v === 0)).toBe(true);
        fused.forEach((values, i) => expectClose(values, apart[i] ?? [], { relative: 1e-5, absolute: 1e-5 }, `result ${i}`));
      });
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});
