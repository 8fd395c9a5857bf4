import * as tf from "@tensorflow/tfjs-core";
import { expectClose } from "@convscope/test-kit";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { computed, numbers, openForms, run } from "./agree.ts";

beforeAll(openForms);

type Numbers = readonly number[];

describe("softmax and cross-entropy in one pass", () => {
  /** −Σ q·log p of each row by plain loops in float64. */
  const losses = (x: Numbers, q: Numbers, classes: number): number[] =>
    Array.from({ length: x.length / classes }, (_, row) => {
      const own = x.slice(row * classes, (row + 1) * classes);
      const size = Math.log(own.reduce((sum, v) => sum + Math.exp(v), 0));
      return -own.reduce((sum, v, c) => sum + (q[row * classes + c] ?? NaN) * (v - size), 0);
    });
  const slopes = (x: Numbers, loss: (x: Numbers) => number): number[] =>
    x.map((_, i) => (loss(x.map((v, j) => (i === j ? v + 1e-5 : v))) - loss(x.map((v, j) => (i === j ? v - 1e-5 : v)))) / 2e-5);
  const total = (values: Numbers): number => values.reduce((a, b) => a + b, 0);

  const cases = fc.record({
    classes: fc.integer({ min: 2, max: 11 }),
    labels: fc.array(fc.nat(10), { minLength: 1, maxLength: 7 }),
    smoothing: fc.constantFrom(0, 0.1),
    weighted: fc.boolean(),
    ignores: fc.boolean(),
    mean: fc.boolean(),
    factor: fc.constantFrom(1, 8),
  });

  test("of labels: losses are those of plain loops, derivatives those of finite differences", () =>
    fc.assert(
      fc.asyncProperty(cases, async ({ classes, labels, smoothing, weighted, ignores, mean, factor }) => {
        await tf.setBackend("cpu");
        const places = labels.map((label) => label % classes);
        fc.pre(!ignores || places.some((label) => label !== 1));
        const x = tf.tidy(() => Array.from(tf.mul(numbers([labels.length, classes]), factor).dataSync()));
        const weights = Array.from({ length: classes }, (_, c) => (weighted ? 0.5 + c : 1));
        const counts = (label: number): boolean => !ignores || label !== 1;
        const by = mean ? total(places.map((label) => (counts(label) ? (weights[label] ?? NaN) : 0))) : 1;
        const q = places.flatMap((label) => weights.map((w, c) => (counts(label) ? (w * ((c === label ? 1 - smoothing : 0) + smoothing / classes)) / by : 0)));
        const [loss, derivative] = await computed(() =>
          run("SoftmaxCrossentropy", { logits: tf.tensor2d(x, [labels.length, classes]), labels: tf.tensor1d(places, "int32"), ...(weighted && { classWeights: tf.tensor1d(weights) }) }, { labelSmoothing: smoothing, mean, ...(ignores && { ignoreClass: 1 }) }),
        );
        expectClose(loss ?? [], losses(x, q, classes), { relative: 1e-5, absolute: 1e-6 });
        expectClose(derivative ?? [], slopes(x, (x) => total(losses(x, q, classes))), { relative: 1e-4, absolute: 1e-5 });
      }), { numRuns: 40 },
    ));

  test("of distributions, likewise", () =>
    fc.assert(
      fc.asyncProperty(cases, async ({ classes, labels, smoothing, weighted, mean }) => {
        await tf.setBackend("cpu");
        const shape: [number, number] = [labels.length, classes];
        const [x, y] = tf.tidy(() => [Array.from(numbers(shape).dataSync()), Array.from(tf.softmax(numbers(shape, 3)).dataSync())]);
        const weights = Array.from({ length: classes }, (_, c) => (weighted ? 0.5 + c : 1));
        const q = y.map((p, i) => ((weights[i % classes] ?? NaN) * (p * (1 - smoothing) + smoothing / classes)) / (mean ? labels.length : 1));
        const [loss, derivative] = await computed(() => run("SoftmaxCrossentropy", { logits: tf.tensor2d(x, shape), labels: tf.tensor2d(y, shape), ...(weighted && { classWeights: tf.tensor1d(weights) }) }, { labelSmoothing: smoothing, mean }));
        expectClose(loss ?? [], losses(x, q, classes), { relative: 1e-5, absolute: 1e-6 });
        expectClose(derivative ?? [], slopes(x, (x) => total(losses(x, q, classes))), { relative: 1e-4, absolute: 1e-5 });
      }), { numRuns: 30 },
    ));

  test("two equal logits by hand, and logits of a thousand", async () => {
    const [loss, derivative] = await computed(() => run("SoftmaxCrossentropy", { logits: tf.tensor2d([[0, 0], [1000, -1000]]), labels: tf.tensor1d([0, 1], "int32") }, { labelSmoothing: 0, mean: false }));
    expectClose(loss ?? [], [Math.log(2), 2000], { relative: 1e-6, absolute: 0 });
    expect(derivative).toEqual([-0.5, 0.5, 1, -1]);
  });
});

describe("the steps of optimisers", () => {
  const n = 70_001;
  const rate = 0.1;
  const [beta1, beta2, epsilon] = [0.9, 0.99, 1e-3];
  const gain = 0.01;
  type Step = (p: number, g: number, slots: readonly number[]) => readonly number[];
  const moved: (g: number, slots: readonly number[]) => readonly [number, number] = (g, [m = 0, v = 0]) => [beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g * g];

  const cases: readonly { readonly name: string; readonly slots: readonly string[]; readonly attrs: tf.NamedAttrMap; readonly step: Step }[] = [
    { name: "SgdStep", slots: [], attrs: { momentum: 0, dampening: 0, nesterov: false, isFirst: false }, step: (p, g) => [p - rate * g] },
    { name: "SgdStep", slots: ["momentum_buffer"], attrs: { momentum: 0.9, dampening: 0.2, nesterov: false, isFirst: true }, step: (p, g) => [p - rate * g, g] },
    {
      name: "SgdStep", slots: ["momentum_buffer"], attrs: { momentum: 0.9, dampening: 0, nesterov: true, isFirst: false },
      step: (p, g, [b = 0]) => [p - rate * (g + 0.9 * (0.9 * b + g)), 0.9 * b + g],
    },
    {
      name: "AdamStep", slots: ["exp_avg", "exp_avg_sq"], attrs: { beta1, beta2, epsilon, scale: 1.5, shrink: 0.99 },
      step(p, g, slots) {
        const [m, v] = moved(g, slots);
        return [0.99 * p - (rate * m) / (1.5 * Math.sqrt(v) + epsilon), m, v];
      },
    },
    {
      name: "AdamStep", slots: ["exp_avg", "exp_avg_sq", "max_exp_avg_sq"], attrs: { beta1, beta2, epsilon, scale: 1, shrink: 1 },
      step(p, g, slots) {
        const [m, v] = moved(g, slots);
        const most = Math.max(v, slots[2] ?? 0);
        return [p - (rate * m) / (Math.sqrt(most) + epsilon), m, v, most];
      },
    },
    {
      name: "NadamStep", slots: ["exp_avg", "exp_avg_sq"], attrs: { beta1, beta2, epsilon, scale: 1.5, ofGradient: 0.2, ofMean: 0.7 },
      step(p, g, slots) {
        const [m, v] = moved(g, slots);
        return [p - (0.2 * g + 0.7 * m) / (1.5 * Math.sqrt(v) + epsilon), m, v];
      },
    },
    ...[true, false].map((divides) => ({
      name: "RadamStep", slots: ["exp_avg", "exp_avg_sq"], attrs: { beta1, beta2, epsilon, divides },
      step(p: number, g: number, slots: readonly number[]) {
        const [m, v] = moved(g, slots);
        return [p - (rate * m) / (divides ? Math.sqrt(v) + epsilon : 1), m, v];
      },
    })),
    {
      name: "AdamaxStep", slots: ["exp_avg", "exp_inf"], attrs: { beta1, beta2, epsilon },
      step(p, g, [m = 0, u = 0]) {
        const [mean, most] = [beta1 * m + (1 - beta1) * g, Math.max(beta2 * u, Math.abs(g) + epsilon)];
        return [p - (rate * mean) / most, mean, most];
      },
    },
    ...[true, false].map((inside) => ({
      name: "AdagradStep", slots: ["sum"], attrs: { epsilon, epsilonInsideSqrt: inside },
      step: (p: number, g: number, [s = 0]: readonly number[]) => [p - (rate * g) / (inside ? Math.sqrt(s + g * g + epsilon) : Math.sqrt(s + g * g) + epsilon), s + g * g],
    })),
    {
      name: "AdadeltaStep", slots: ["square_avg", "acc_delta"], attrs: { rho: beta2, epsilon },
      step(p, g, [v = 0, u = 0]) {
        const square = beta2 * v + (1 - beta2) * g * g;
        const delta = (Math.sqrt(u + epsilon) / Math.sqrt(square + epsilon)) * g;
        return [p - rate * delta, square, beta2 * u + (1 - beta2) * delta * delta];
      },
    },
    {
      name: "RmspropStep", slots: ["square_avg"], attrs: { rho: beta2, epsilon, momentum: 0, epsilonInsideSqrt: true },
      step(p, g, [v = 0]) {
        const square = beta2 * v + (1 - beta2) * g * g;
        return [p - (rate * g) / Math.sqrt(square + epsilon), square];
      },
    },
    {
      name: "RmspropStep", slots: ["square_avg", "grad_avg", "momentum_buffer"], attrs: { rho: beta2, epsilon, momentum: 0.5, epsilonInsideSqrt: false },
      step(p, g, [v = 0, m = 0, b = 0]) {
        const [square, mean] = [beta2 * v + (1 - beta2) * g * g, beta2 * m + (1 - beta2) * g];
        const buffer = 0.5 * b + g / (Math.sqrt(Math.max(0, square - mean * mean)) + epsilon);
        return [p - rate * buffer, square, mean, buffer];
      },
    },
  ];

  test.each(cases)("$name with $slots, $attrs", async ({ name, slots, attrs, step }) => {
    await tf.setBackend("cpu");
    const [p = [], g = [], ...before] = tf.tidy(() => [1, 3, 5, 7, 11].map((seed, i) => Array.from((i < 2 ? numbers([n], seed) : tf.abs(numbers([n], seed))).dataSync())));
    const results = await computed(() =>
      run(name, { parameter: tf.tensor1d([...p]), gradient: tf.tensor1d([...g]), ...Object.fromEntries(slots.map((slot, i) => [slot, tf.tensor1d([...(before[i] ?? [])])])) }, { weightDecay: gain, rate, ...attrs }),
    );
    const expected = p.map((v, i) => step(v, (g[i] ?? NaN) + gain * v, slots.map((_, k) => before[k]?.[i] ?? NaN)));
    expect(results.length).toBe(1 + slots.length);
    results.forEach((values, k) => expectClose(values, expected.map((all) => all[k] ?? NaN), { relative: 1e-4, absolute: 1e-5 }, k === 0 ? "parameter" : slots[k - 1]));
  });
});
