import { expect, test } from "vitest";
import { adam, firstScalars, nadam, nextScalars, optimizerRules, optimizers, parseOptimizer, radamStep, radam, rmsprop, sgd, slots, type Optimizer, type OptimizerKind } from "./index.ts";

test("an optimiser is plain data with PyTorch's defaults", () => {
  expect(adam()).toEqual({ kind: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, amsgrad: false, epsilonHat: false, weightDecay: 0 });
  expect(parseOptimizer("sgd")).toEqual(sgd());
});

test.each(Object.keys(optimizers) as OptimizerKind[])("%s survives JSON, and accepts its own defaults", (kind) => {
  const optimizer: Optimizer = optimizers[kind]({ learningRate: 0.3, clipNorm: 1 });
  expect(parseOptimizer(JSON.parse(JSON.stringify(optimizer)))).toEqual(optimizer);
  expect(optimizerRules[kind].doc.summary).toMatch(/^[A-Z].*\.$/);
});

test("only what is needed is remembered", () => {
  expect(slots(sgd())).toEqual({});
  expect(slots(sgd({ momentum: 0.9 }))).toEqual({ momentum_buffer: 0 });
  expect(Object.keys(slots(rmsprop({ centered: true, momentum: 0.5 })))).toEqual(["square_avg", "grad_avg", "momentum_buffer"]);
  expect(Object.keys(slots(adam({ amsgrad: true })))).toEqual(["exp_avg", "exp_avg_sq", "max_exp_avg_sq"]);
});

test("only Nadam shares a number between steps: the product of its momenta", () => {
  expect(firstScalars(adam())).toEqual({});
  const first = nextScalars(nadam(), 1, firstScalars(nadam()));
  expect(first["mu_product"]).toBeCloseTo(0.9 * (1 - 0.5 * 0.96 ** 0.004), 12);
  expect(nextScalars(nadam(), 2, first)["mu_product"]).toBeCloseTo((first["mu_product"] ?? 0) * 0.9 * (1 - 0.5 * 0.96 ** 0.008), 12);
});

test("RAdam divides from its sixth step on", () => {
  expect([4, 5, 6].map((step) => radamStep(radam(), 0.001, step).divides)).toEqual([false, false, true]);
});

test("mistakes are named, with the way out", () => {
  expect(() => parseOptimizer("adan")).toThrowErrorMatchingInlineSnapshot(`[RangeError: optimizer: unknown kind "adan". Did you mean "adam"? Kinds: adadelta, adagrad, adam, adamax, adamw, nadam, radam, rmsprop, sgd.]`);
  expect(() => parseOptimizer({ kind: "sgd", momentun: 0.9 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: sgd: unknown option momentun. Did you mean "momentum"? Options: learningRate, weightDecay, momentum, dampening, nesterov, clipNorm, clipValue.]`);
  expect(() => parseOptimizer({ kind: "sgd", learningRate: "0.1" })).toThrowErrorMatchingInlineSnapshot(`[RangeError: sgd: learningRate must be a number ≥ 0. Received "0.1".]`);
  expect(() => sgd({ nesterov: true })).toThrowErrorMatchingInlineSnapshot(`[RangeError: sgd: nesterov needs momentum above 0 and no dampening. Received momentum=0, dampening=0. Usual: { momentum: 0.9, nesterov: true }.]`);
  expect(() => adam({ clipNorm: 1, clipValue: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: adam: give clipNorm or clipValue, not both. Received 1 and 1.]`);
  expect(() => parseOptimizer({ kind: "adam", lr: 0.01 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: adam: unknown option lr. It is called learningRate here. Options: learningRate, weightDecay, beta1, beta2, epsilon, amsgrad, epsilonHat, clipNorm, clipValue.]`);
  expect(() => parseOptimizer({ kind: "adam", betas: [0.9, 0.99] })).toThrowErrorMatchingInlineSnapshot(`[RangeError: adam: unknown option betas. They are called beta1 and beta2 here. Options: learningRate, weightDecay, beta1, beta2, epsilon, amsgrad, epsilonHat, clipNorm, clipValue.]`);
  expect(() => parseOptimizer({ kind: "sgd", eps: 1e-8 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: sgd: unknown option eps. Options: learningRate, weightDecay, momentum, dampening, nesterov, clipNorm, clipValue.]`);
  expect(() => adam({ beta2: 1 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: adam: beta2 must be a number from 0 to below 1. Received 1.]`);
});
