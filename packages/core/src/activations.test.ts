import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { activationOf, activations, derive, elu, factories, formatInterval, gelu, hardSigmoid, hardSwish, isActivation, kinds, LayerError, layerOf, leakyRelu, linear, logSoftmax, mish, outputShape, prelu, randomizedLeakyRelu, relu, relu6, rules, scaledTanh, selu, sigmoid, silu, softmax, softplus, softsign, step, tanh, weights, windows, type Activation, type ActivationKind, type LayerOf, type PointwiseActivation } from "./index.ts";

const layers: readonly LayerOf<ActivationKind>[] = [
  elu(), elu({ alpha: 0.5 }), elu({ alpha: 0 }), gelu(), gelu({ approximate: "tanh" }), hardSigmoid(), hardSwish(), leakyRelu(), leakyRelu({ negativeSlope: 0 }), leakyRelu({ negativeSlope: -0.5 }),
  leakyRelu({ negativeSlope: 1 }), linear(), mish(), prelu(), randomizedLeakyRelu(), relu(), relu6(), scaledTanh(), selu(), sigmoid(), silu(), softplus(), softsign(), step(), tanh(), softmax(), logSoftmax(),
];
const isPointwise = (a: Activation): a is PointwiseActivation => a.acts === "pointwise";
const pointwise = layers.map((layer) => ({ name: JSON.stringify(layer), layer, a: activationOf(layer) })).flatMap(({ name, layer, a }) => (isPointwise(a) ? [{ name, layer, a }] : []));
const rows = [softmax(), logSoftmax()].map((layer) => ({ name: layer.kind, a: activationOf(layer) })).flatMap(({ name, a }) => (isPointwise(a) ? [] : [{ name, a }]));
const value = fc.double({ min: -30, max: 30, noNaN: true });

test("every activation is tried here, and is a layer that keeps the shape", () => {
  expect([...new Set(layers.map(({ kind }) => kind))].sort()).toEqual(Object.keys(activations).sort());
  for (const layer of layers) {
    expect(isActivation(layer)).toBe(true);
    expect(JSON.parse(JSON.stringify(layer))).toEqual(layer);
    expect(outputShape(layer, [[4, 5, 6]])).toEqual([4, 5, 6]);
    expect(windows(layer, [[4, 5, 6]])).toEqual(["pointwise"]);
    if (layer.kind !== "prelu") expect(derive(layer, [[4, 5, 6]])).toEqual([]);
  }
  expect(isActivation({ kind: "flatten" })).toBe(false);
});

/** Layers that give a value for each place without weights, but are no activation functions. */
const noActivations: readonly string[] = ["channelShuffle", "dropout", "localResponseNormalization", "rescaling", "spatialDropout1d", "spatialDropout2d", "stochasticDepth"];

test("every kind that works place by place without weights is an activation, or a known exception", () => {
  const placeByPlace = kinds.filter((kind) => {
    if (kind === "custom" || rules[kind].arity !== 1) return false;
    const values: { readonly [field: string]: number } = { rate: 0.5, n: 2, groups: 2, size: 5 };
    try {
      const layer = layerOf(kind, Object.fromEntries(factories[kind].required.map((name) => [name, values[name]])));
      const shape = kind.endsWith("2d") || kind === "localResponseNormalization" ? [4, 5, 6] : [4, 6];
      const told = [derive(layer, [shape]), weights(layer, [shape]), outputShape(layer, [shape]), windows(layer, [shape])];
      return JSON.stringify(told) === JSON.stringify([[], {}, shape, ["pointwise"]]);
    } catch (error) {
      // Kinds that need other fields, or another shape, make something of it.
      if (error instanceof LayerError) return false;
      throw error;
    }
  });
  const wayOut = "An activation function has a row in packages/core/src/activations.ts, from kActivation in its own file; a kind that is none stands in noActivations above";
  expect(placeByPlace.filter((kind) => !Object.hasOwn(activations, kind)), wayOut).toEqual(noActivations);
  // Those that this sieve does not see, as they have weights.
  expect(Object.keys(activations).filter((kind) => !placeByPlace.some((other) => other === kind))).toEqual(["prelu"]);
});

test("values that a person can check", () => {
  const at = (layer: LayerOf<ActivationKind>, x: number): number => {
    const a = activationOf(layer);
    return a.acts === "pointwise" ? a.f(x) : NaN;
  };
  expect([step(), relu(), relu6(), leakyRelu(), linear()].map((layer) => [-2, 0, 7].map((x) => at(layer, x)))).toEqual([[0, 0, 1], [0, 0, 7], [0, 0, 6], [-0.02, 0, 7], [-2, 0, 7]]);
  expect([hardSigmoid(), hardSwish()].map((layer) => [-4, -1.5, 0, 3].map((x) => at(layer, x)))).toEqual([[0, 0.25, 0.5, 1], [-0, -0.375, 0, 3]]);
  expect(at(sigmoid(), Math.log(3))).toBeCloseTo(0.75, 14);
  expect(at(tanh(), Math.log(2))).toBeCloseTo(0.6, 14);
  expect(at(softplus(), Math.log(3))).toBeCloseTo(Math.log(4), 14);
  expect(at(softsign(), 3)).toBe(0.75);
  expect(at(silu(), Math.log(3))).toBeCloseTo(0.75 * Math.log(3), 14);
  expect(at(mish(), 0)).toBe(0);
  expect(at(elu({ alpha: 2 }), -Math.LN2)).toBeCloseTo(-1, 14);
  // Φ(1) = 0.841344746068543, NIST DLMF 7.20.
  expect(at(gelu(), 1)).toBeCloseTo(0.841344746068543, 14);
  // The two constants put the fixed points of LeNet-5's tanh at ±1: LeCun et al. 1998, appendix A.
  expect(at(scaledTanh(), 1)).toBeCloseTo(1, 4);
  expect(at(randomizedLeakyRelu(), -48)).toBe(-11);
  expect(activationOf(softmax()).acts === "row" && rows[0]?.a.f([0, Math.log(3)])).toEqual([expect.closeTo(0.25, 14), expect.closeTo(0.75, 14)]);
});

describe.each(pointwise)("$name", ({ a }) => {
  test("its slope is that of the function", () => {
    fc.assert(
      fc.property(value, (x) => {
        const h = 1e-6;
        fc.pre(a.kinks.every((kink) => Math.abs(x - kink) > 2 * h));
        // A bend that jumps, as at 0 of softsign, leaves an error of h.
        expect(a.slope(x)).toBeCloseTo((a.f(x + h) - a.f(x - h)) / (2 * h), 5);
      }),
    );
  });

  test("it has a kink where it says, and no slope in between there", () => {
    for (const kink of a.kinks) {
      const h = 1e-6;
      const [before, after] = [(a.f(kink) - a.f(kink - h)) / h, (a.f(kink + h) - a.f(kink)) / h];
      expect(Math.abs(after - before)).toBeGreaterThan(0.01);
    }
  });

  test("it stays in its range and comes near both ends", () => {
    const { from, to, includes } = a.range;
    // Near its end a function may round to it.
    fc.assert(fc.property(value, (x) => a.f(x) >= from - 1e-15 && a.f(x) <= to + 1e-15));
    const seen = Array.from({ length: 40001 }, (_, i) => a.f((i - 20000) / 1000)).concat(a.f(-1e6), a.f(1e6));
    const [least, most] = [Math.min(...seen), Math.max(...seen)];
    if (Number.isFinite(from)) expect(least).toBeCloseTo(from, 5);
    else expect(least).toBeLessThan(-100);
    if (Number.isFinite(to)) expect(most).toBeCloseTo(to, 5);
    else expect(most).toBeGreaterThan(100);
    if (!includes[0]) expect(a.f(-1.5)).toBeGreaterThan(from);
    if (!includes[1]) expect(a.f(1.5)).toBeLessThan(to);
  });

  test("it is as monotonic as it says", () => {
    const falls = (x: number, y: number): boolean => a.f(Math.min(x, y)) > a.f(Math.max(x, y)) + 1e-15;
    const near = fc.double({ min: -6, max: 5, noNaN: true });
    if (a.monotonic === "no") expect(Array.from({ length: 200 }, (_, i) => falls(-i / 10, -i / 10 - 0.1)).some(Boolean)).toBe(true);
    else fc.assert(fc.property(near, near, (x, y) => !falls(x, y)));
    if (a.monotonic === "strictly") fc.assert(fc.property(near, (x) => a.f(x + 0.01) > a.f(x)));
    if (a.monotonic === "weakly") expect([-5, -1, 7].some((x) => a.f(x) === a.f(x + 0.5))).toBe(true);
  });

  test("far out it is still a number", () => {
    for (const x of [-1e300, -1e4, -750, 750, 1e4, 1e100]) expect([a.f(x), a.slope(x)].map(Number.isNaN)).toEqual([false, false]);
  });
});

describe.each(rows)("$name", ({ a }) => {
  const row = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 5 });

  test("its Jacobian is that of the function", () => {
    fc.assert(
      fc.property(row, (x) => {
        const h = 1e-5;
        const jacobian = a.jacobian(x);
        x.forEach((_, j) => {
          const moved = (by: number): number[] => a.f(x.map((v, k) => (k === j ? v + by : v)));
          const [after, before] = [moved(h), moved(-h)];
          x.forEach((__, i) => expect(jacobian[i]?.[j]).toBeCloseTo(((after[i] ?? NaN) - (before[i] ?? NaN)) / (2 * h), 6));
        });
      }),
    );
  });

  test("its values are or stand for probabilities, however large the scores", () => {
    const sum = (x: readonly number[]): number => a.f(x).reduce((total, y) => total + (a.range.to === 0 ? Math.exp(y) : y), 0);
    fc.assert(fc.property(row, (x) => Math.abs(sum(x) - 1) < 1e-12));
    expect(sum([1e4, -1e4, 0])).toBe(1);
  });
});

test("intervals are written as in a book", () => {
  expect([silu(), sigmoid(), relu6(), selu(), linear()].map((layer) => formatInterval(activationOf(layer).range))).toEqual(["[−0.278, ∞)", "(0, 1)", "[0, 6]", "(−1.758, ∞)", "(−∞, ∞)"]);
});

test("options out of range are refused", () => {
  const wrong = (build: () => unknown): string => {
    try {
      return JSON.stringify(build());
    } catch (error) {
      return String(error);
    }
  };
  expect([
    // @ts-expect-error the option is misspelt on purpose
    wrong(() => leakyRelu({ negativSlope: 0.2 })),
    wrong(() => elu({ alpha: -1 })),
    // @ts-expect-error a word that is not among them
    wrong(() => gelu({ approximate: "tan" })),
    wrong(() => randomizedLeakyRelu({ lower: 0.5, upper: 0.1 })),
    wrong(() => scaledTanh({ amplitude: NaN })),
    // @ts-expect-error a word for a number
    wrong(() => prelu({ initialValue: "0.25" })),
  ]).toMatchInlineSnapshot(`
    [
      "LayerError: leakyRelu: unknown option negativSlope. Did you mean "negativeSlope"? Options: negativeSlope.",
      "LayerError: elu: alpha must be a number from 0 to Infinity. Received -1.",
      "LayerError: gelu: approximate must be "none" or "tanh". Received "tan". Did you mean "tanh"?",
      "LayerError: randomizedLeakyRelu: lower must be at most upper. Received lower=0.5, upper=0.1. Exchange them.",
      "LayerError: scaledTanh: amplitude must be a number from 0 to Infinity. Received NaN.",
      "LayerError: prelu: initialValue must be a finite number. Received "0.25".",
    ]
  `);
});
