import { activationOf, elu, gelu, hardSigmoid, hardSwish, leakyRelu, linear, logSoftmax, mish, prelu, randomizedLeakyRelu, relu, relu6, scaledTanh, selu, sigmoid, silu, softmax, softplus, softsign, step, tanh, type ActivationKind, type LayerOf } from "@convscope/core";
import { expectClose, type Numbers } from "@convscope/test-kit";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backendOf, everyBackend } from "../../test/backends.ts";
import { runLayer } from "./testing.ts";

const layers: readonly LayerOf<ActivationKind>[] = [
  elu(), elu({ alpha: 0.3 }), gelu(), gelu({ approximate: "tanh" }), hardSigmoid(), hardSwish(), leakyRelu(), leakyRelu({ negativeSlope: -0.5 }), linear(), mish(), prelu(), randomizedLeakyRelu(),
  relu(), relu6(), scaledTanh(), selu(), sigmoid(), silu(), softplus(), softsign(), step(), tanh(), softmax(), logSoftmax(),
];
const weightsOf = (layer: LayerOf<ActivationKind>): { [name: string]: Numbers } => (layer.kind === "prelu" ? { weight: { shape: [1], data: [layer.initialValue] } } : {});
const row = (data: readonly number[]): Numbers => ({ shape: [1, data.length], data });
const ends = [-1e4, -500, -104, -89, -21, -20, -3, 0, 3, 6, 20, 21, 89, 104, 500, 1e4];

describe.each(everyBackend)("on %s", (on) => {
  const backend = backendOf(on);

  test.each(layers.map((layer) => ({ name: JSON.stringify(layer), layer })))("$name computes its function and its slope", async ({ layer }) => {
    const activation = activationOf(layer);
    const check = async (xs: readonly number[]): Promise<void> => {
      const upstream = xs.map((_, i) => 1 - i / 10);
      const { output, grads } = await runLayer(layer, [row(xs)], weightsOf(layer), { backend, upstream: row(upstream) });
      const expected = activation.acts === "pointwise" ? xs.map((x) => activation.f(x)) : activation.f(xs);
      const jacobian = activation.acts === "row" ? activation.jacobian(xs) : [];
      const slopes = xs.map((x, j) =>
        activation.acts === "pointwise" ? activation.slope(x) * (upstream[j] ?? NaN) : jacobian.reduce((sum, line, i) => sum + (line[j] ?? NaN) * (upstream[i] ?? NaN), 0),
      );
      expectClose(output.data, expected, { relative: 1e-5, absolute: 2e-6 }, "value");
      expectClose(grads.inputs[0]?.data ?? [], slopes, { relative: 1e-5, absolute: 2e-6 }, "gradient");
    };
    await check(ends);
    const numbers = fc.array(fc.double({ min: -30, max: 30, noNaN: true }).map(Math.fround), { minLength: 1, maxLength: 12 });
    await fc.assert(fc.asyncProperty(numbers, check), { numRuns: 25 });
  });

  test("the guided and deconvnet rules change rectifiers only", async () => {
    const x = row([-1, 2, 7, 3]);
    const upstream = row([5, -5, 5, 5]);
    const gradient = async (layer: LayerOf<ActivationKind>, rule: "true" | "guided" | "deconvnet"): Promise<number[]> =>
      [...((await runLayer(layer, [x], {}, { backend, rule, upstream })).grads.inputs[0]?.data ?? [])];
    expect([await gradient(relu(), "true"), await gradient(relu(), "guided"), await gradient(relu(), "deconvnet")]).toEqual([[0, -5, 5, 5], [0, 0, 5, 5], [5, 0, 5, 5]]);
    expect([await gradient(relu6(), "true"), await gradient(relu6(), "guided"), await gradient(relu6(), "deconvnet")]).toEqual([[0, -5, 0, 5], [0, 0, 0, 5], [5, 0, 5, 5]]);
    expect(await gradient(leakyRelu({ negativeSlope: 0.5 }), "guided")).toEqual([2.5, -5, 5, 5]);
  });

  test("a randomised leaky ReLU draws a slope for each negative value in training", async () => {
    const layer = randomizedLeakyRelu({ lower: 0.25, upper: 0.75 });
    const { output, grads } = await runLayer(layer, [row([-4, -4, -4, 8])], {}, { backend, training: true, uniform: () => [0, 0.5, 0.75, 0.1] });
    expect([...output.data]).toEqual([-1, -2, -2.5, 8]);
    expect([...(grads.inputs[0]?.data ?? [])]).toEqual([0.25, 0.5, 0.625, 1]);
  });

  test("a learned slope gathers the gradient of all negative values", async () => {
    const x = { shape: [2, 1, 2, 2], data: [-1, 2, -3, -4, 5, -6, 7, -8] };
    const upstream = { shape: x.shape, data: [1, 1, 1, 2, 1, 1, 1, 1] };
    const one = await runLayer(prelu(), [x], { weight: { shape: [1], data: [0.5] } }, { backend, upstream });
    expect([...one.output.data]).toEqual([-0.5, 2, -1.5, -2, 5, -3, 7, -4]);
    expect([...(one.grads.weights["weight"]?.data ?? [])]).toEqual([-1 - 3 - 8 - 6 - 8]);
    const each = await runLayer(prelu({ perChannel: true }), [x], { weight: { shape: [2], data: [0.5, 0.25] } }, { backend, upstream });
    expect([...each.output.data]).toEqual([-0.5, 2, -1.5, -1, 5, -1.5, 7, -2]);
    expect([...(each.grads.weights["weight"]?.data ?? [])]).toEqual([-1 - 3, -8 - 6 - 8]);
  });
});
