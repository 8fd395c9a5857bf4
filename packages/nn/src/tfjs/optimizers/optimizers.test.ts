import { expectClose } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { adam, firstScalars, nadam, nextScalars, optimizers, sgd, slots, type Optimizer, type OptimizerKind, type Scalars } from "../../optimizers/index.ts";
import { openBackend } from "../backends.ts";
import { clipGradients } from "./clip.ts";
import { firstState, updateParameter } from "./table.ts";
import { backendOf, engineOn, everyBackend } from "../../../test/backends.ts";
import { checkOptimizer, optimizerCases, setup, tolerance, type Matrix } from "../../../test/goldens/optimizers.ts";

/** Runs a number of steps; `gradientsOf` gets the parameters and `each` sees them after every step. Throws if a tensor leaks. */
function run(optimizer: Optimizer, initial: readonly { shape: number[]; data: ArrayLike<number> }[], steps: number, gradientsOf: (parameters: readonly tf.Tensor[], step: number) => tf.Tensor[], each: (parameters: readonly tf.Tensor[]) => void): void {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    let parameters: readonly tf.Tensor[] = initial.map(({ shape, data }) => tf.tensor(Float32Array.from(data), shape));
    let states = parameters.map((parameter) => firstState(optimizer, parameter));
    let scalars: Scalars = firstScalars(optimizer);
    for (let step = 1; step <= steps; step++) {
      scalars = nextScalars(optimizer, step, scalars);
      const gradients = clipGradients(optimizer, gradientsOf(parameters, step));
      const updated = parameters.map((parameter, i) => updateParameter(optimizer, { parameter, gradient: gradients[i] as tf.Tensor, state: states[i] ?? {}, rate: optimizer.learningRate, step, scalars }));
      parameters = updated.map(({ parameter }) => parameter);
      states = updated.map(({ state }) => state);
      for (const state of states) expect(Object.keys(state)).toEqual(Object.keys(slots(optimizer)));
      each(parameters);
    }
  });
  expect(tf.memory().numTensors).toBe(before);
}

const numbers = (x: tf.Tensor): Float32Array => Float32Array.from(x.dataSync());

describe.each(everyBackend)("%s", (on) => {
  const backend = backendOf(on);
  beforeAll(() => openBackend(backend));

  test("all 26 optimisers are here", () => expect(optimizerCases.length).toBe(26));

  describe.each(optimizerCases)("$name", ({ optimizer, given_gradients, quadratic, mlp_losses, mlp_final }) => {
    test("given gradients", () => {
      const { initial, gradients } = setup.given_gradients;
      const steps: Float32Array[] = [];
      run(optimizer, [{ shape: [initial.length], data: initial }], gradients.length, (_, step) => [tf.tensor1d([...(gradients[step - 1] ?? [])])], ([x]) => steps.push(numbers(x as tf.Tensor)));
      given_gradients.forEach((expected, i) => expectClose(steps[i] ?? [], expected, tolerance, `step ${i + 1}`));
    });

    if (quadratic) test("quadratic", () => {
      const { A, b, x0 } = setup.quadratic;
      const [matrix, vector] = [A.map((row) => [...row]), [...b]];
      const steps: Float32Array[] = [];
      run(optimizer, [{ shape: [x0.length], data: x0 }], 10, ([x]) => [tf.sub(tf.reshape(tf.matMul(tf.tensor2d(matrix), tf.reshape(x as tf.Tensor, [-1, 1])), [-1]), tf.tensor1d(vector))], ([x]) => steps.push(numbers(x as tf.Tensor)));
      quadratic.forEach((expected, i) => expectClose(steps[i] ?? [], expected, tolerance, `step ${i + 1}`));
    });

    if (mlp_losses) test("multi-layer perceptron", () => {
      const { X, Y, W1, b1, W2, b2 } = setup.mlp;
      const flat = (m: Matrix): { shape: number[]; data: number[] } => ({ shape: [m.length, m[0]?.length ?? 0], data: m.flat() });
      const before: number[] = [];
      let last: readonly Float32Array[] = [];
      const tensor = (m: Matrix): tf.Tensor2D => tf.tensor2d(m.map((row) => [...row]));
      run(optimizer, [flat(W1), { shape: [b1.length], data: b1 }, flat(W2), { shape: [b2.length], data: b2 }], 10, (parameters) => {
        const loss = (): tf.Scalar => {
          const [w1, c1, w2, c2] = parameters as [tf.Tensor2D, tf.Tensor, tf.Tensor2D, tf.Tensor];
          const hidden = tf.tanh(tf.add(tf.matMul(tensor(X), w1, false, true), c1)) as tf.Tensor2D;
          return tf.mean(tf.square(tf.sub(tf.add(tf.matMul(hidden, w2, false, true), c2), tensor(Y))));
        };
        const { value, grads } = tf.engine().gradients(loss, [...parameters]);
        before.push(value.dataSync()[0] ?? NaN);
        return grads;
      }, (parameters) => (last = parameters.map(numbers)));
      expectClose(before, mlp_losses, tolerance, "loss");
      mlp_final?.forEach((expected, i) => expectClose(last[i] ?? [], expected, tolerance, `parameter ${i}`));
    });
  });
});

test.each(optimizerCases)("an engine takes the steps of $name", async (of) => checkOptimizer(of, await engineOn("simd")));

describe("clipping", () => {
  beforeAll(() => openBackend("cpu"));
  const clipped = (optimizer: Optimizer, ...gradients: number[][]): number[][] => tf.tidy(() => clipGradients(optimizer, gradients.map((g) => tf.tensor1d(g))).map((g) => [...numbers(g)]));

  test("(3, 4) and (12) have the length 13: a clipNorm of 1.3 leaves a tenth", () => {
    const result = clipped(sgd({ clipNorm: 1.3 }), [3, 4], [12]).flat();
    expectClose(result, [0.3, 0.4, 1.2], { relative: 1e-6, absolute: 0 });
  });
  test("short gradients stay", () => expect(clipped(sgd({ clipNorm: 20 }), [3, 4], [12])).toEqual([[3, 4], [12]]));
  test("clipValue bounds each number", () => expect(clipped(sgd({ clipValue: 2 }), [3, -4], [1])).toEqual([[2, -2], [1]]));
  test("the length is never above the bound", () => {
    fc.assert(fc.property(fc.array(fc.float({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), fc.float({ min: Math.fround(0.01), max: 100, noNaN: true }), (gradient, clipNorm) => {
      expect(Math.hypot(...clipped(sgd({ clipNorm }), gradient).flat())).toBeLessThanOrEqual(clipNorm * (1 + 1e-5));
    }));
  });
});

test("Nadam's first step by hand: 1 + 0.1 μ₂ / (1 − μ₁ μ₂) learning rates", async () => {
  await openBackend("cpu");
  const [first, second] = [1, 2].map((t) => 0.9 * (1 - 0.5 * 0.96 ** (t * 0.004))) as [number, number];
  let end = 0;
  run(nadam({ learningRate: 1 }), [{ shape: [1], data: [0] }], 1, () => [tf.tensor1d([7])], ([x]) => (end = numbers(x as tf.Tensor)[0] ?? NaN));
  expectClose([end], [-1 - (0.1 * second) / (1 - first * second)]);
});

test("a missing slot is named", async () => {
  await openBackend("cpu");
  const request = { parameter: tf.scalar(1), gradient: tf.scalar(1), state: {}, rate: 0.1, step: 1, scalars: {} };
  expect(() => updateParameter(adam(), request)).toThrowErrorMatchingInlineSnapshot(`[Error: optimizer: the state must have a slot "exp_avg". Received none.]`);
  tf.dispose([request.parameter, request.gradient]);
});

test.each(Object.keys(optimizers) as OptimizerKind[])("%s goes downhill on a parabola", async (kind) => {
  await openBackend("cpu");
  let end = 3;
  run(optimizers[kind]({ learningRate: kind === "adadelta" ? 1 : 0.05 }), [{ shape: [1], data: [3] }], 60, ([x]) => [tf.mul(x as tf.Tensor, 2)], ([x]) => (end = numbers(x as tf.Tensor)[0] ?? NaN));
  expect(Math.abs(end)).toBeLessThan(2.99);
});
