import * as tf from "@tensorflow/tfjs-core";
import { expectClose } from "@convscope/test-kit";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { agree, computed, numbers, openForms, run } from "./agree.ts";

beforeAll(openForms);

type Activation = "linear" | "relu" | "relu6";
type Numbers = readonly number[];

/** An array `[outer, rows, channels]` of which each group of channels is normalised by itself. */
interface Layout {
  readonly outer: number;
  readonly rows: number;
  readonly channels: number;
  readonly groups: number;
}

const epsilon = 1e-3;
const bounds: { readonly [A in Activation]: readonly [number, number] } = { linear: [-Infinity, Infinity], relu: [0, Infinity], relu6: [0, 6] };

/** By plain loops in float64. */
function normalized({ outer, rows, channels, groups }: Layout, x: Numbers, scale: Numbers, offset: Numbers, activation: Activation): { readonly y: number[]; readonly means: number[]; readonly variances: number[] } {
  const size = channels / groups;
  const y = new Array<number>(x.length).fill(0);
  const [means, variances]: [number[], number[]] = [[], []];
  for (let o = 0; o < outer; o++)
    for (let group = 0; group < groups; group++) {
      const places: number[] = [];
      for (let r = 0; r < rows; r++) for (let c = group * size; c < (group + 1) * size; c++) places.push((o * rows + r) * channels + c);
      const mean = places.reduce((sum, i) => sum + (x[i] ?? NaN), 0) / places.length;
      const variance = places.reduce((sum, i) => sum + ((x[i] ?? NaN) - mean) ** 2, 0) / places.length;
      for (const i of places) y[i] = Math.min(Math.max((((x[i] ?? NaN) - mean) / Math.sqrt(variance + epsilon)) * (scale[i % channels] ?? 1) + (offset[i % channels] ?? 0), bounds[activation][0]), bounds[activation][1]);
      means.push(mean);
      variances.push(variance);
    }
  return { y, means, variances };
}

/** d Σ y·dy by every number of `at`, by finite differences. */
const slopes = (at: Numbers, dy: Numbers, y: (moved: Numbers) => Numbers): number[] =>
  at.map((_, i) => {
    const loss = (by: number): number => y(at.map((v, j) => (i === j ? v + by : v))).reduce((sum, v, j) => sum + v * (dy[j] ?? NaN), 0);
    return (loss(1e-5) - loss(-1e-5)) / 2e-5;
  });

const list = (x: tf.Tensor): number[] => Array.from(x.dataSync());
const given = (shape: readonly number[], seed: number): { shape: number[]; values: number[] } => tf.tidy(() => ({ shape: [...shape], values: list(tf.add(tf.mul(numbers(shape, seed), 3), 0.013)) }));

const layouts: fc.Arbitrary<Layout> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 2, max: 6 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }))
  .map(([outer, rows, groups, size]) => ({ outer, rows, channels: groups * size, groups }));
const activations = fc.constantFrom<Activation>("linear", "relu", "relu6");
const learned = fc.constantFrom<readonly string[]>([], ["scale"], ["offset"], ["scale", "offset"]);

describe.each([
  { kernels: ["BatchNormTraining", "BatchNormGrad"], layoutOf: ({ outer, rows, channels }: Layout): Layout => ({ outer: 1, rows: outer * rows, channels, groups: channels }) },
  { kernels: ["GroupNorm", "GroupNormGrad"], layoutOf: (layout: Layout): Layout => layout },
] as const)("$kernels", ({ kernels: [forward, backward], layoutOf }) => {
  test("values are those of plain loops, and gradients those of finite differences", () =>
    fc.assert(
      fc.asyncProperty(layouts, activations, learned, async (any, activation, has) => {
        await tf.setBackend("cpu");
        const layout = layoutOf(any);
        const [x, dy, scale, offset] = [given([any.outer, any.rows, any.channels], 1), given([any.outer, any.rows, any.channels], 11), given([any.channels], 5), given([any.channels], 7)];
        const [factor, shift] = [has.includes("scale") ? scale.values : [], has.includes("offset") ? offset.values : []];
        const attrs = { epsilon, activation, groups: layout.groups };
        const inputs = (): tf.NamedTensorMap => ({ ...(factor.length > 0 && { scale: tf.tensor(scale.values) }), ...(shift.length > 0 && { offset: tf.tensor(offset.values) }) });
        const tensor = ({ values, shape }: { values: number[]; shape: number[] }): tf.Tensor => tf.tensor(values, shape);
        const [y, mean, rate, variance, dx, dScale, dOffset] = await computed(() => {
          const xs = tensor(x);
          const results = run(forward, { x: xs, ...inputs() }, attrs);
          const [y, mean, rate] = results as [tf.Tensor, tf.Tensor, tf.Tensor];
          const { scale } = inputs();
          return [...results, ...run(backward, { dy: tensor(dy), x: xs, mean, rate, ...(scale && { scale }), ...(activation !== "linear" && { y }) }, attrs)];
        });
        const of = (x: Numbers, s: Numbers = factor, o: Numbers = shift): Numbers => normalized(layout, x, s, o, activation).y;
        const expected = normalized(layout, x.values, factor, shift, activation);
        expectClose(y ?? [], expected.y, {}, "y");
        expectClose(mean ?? [], expected.means, {}, "mean");
        expectClose(variance ?? [], expected.variances, {}, "variance");
        expectClose(rate ?? [], expected.variances.map((v) => 1 / Math.sqrt(v + epsilon)), {}, "rate");
        // At a bound there is no derivative.
        fc.pre(expected.y.every((v) => bounds[activation].every((bound) => v === bound || Math.abs(v - bound) > 1e-3)));
        const loose = { relative: 1e-4, absolute: 1e-4 };
        expectClose(dx ?? [], slopes(x.values, dy.values, of), loose, "dx");
        expectClose(dScale ?? [], slopes(factor.length > 0 ? factor : new Array<number>(layout.channels).fill(1), dy.values, (s) => of(x.values, s)), loose, "dscale");
        expectClose(dOffset ?? [], slopes(shift.length > 0 ? shift : new Array<number>(layout.channels).fill(0), dy.values, (o) => of(x.values, factor, o)), loose, "doffset");
      }), { numRuns: 25 },
    ));
});

test.each([[5000, 3], [700, 64], [90, 1030], [4, 520]])("batch normalisation of %i rows of %i channels is that of one thread, and of plain loops", async (rows, channels) => {
  await tf.setBackend("cpu");
  const x = given([rows, channels], 3);
  const expected = normalized({ outer: 1, rows, channels, groups: channels }, x.values, [], [], "relu");
  const [y, mean] = await computed(() => run("BatchNormTraining", { x: tf.tensor(x.values, x.shape) }, { epsilon, activation: "relu" }));
  expectClose(y ?? [], expected.y, {}, "y");
  expectClose(mean ?? [], expected.means, {}, "mean");
});

test("the variance of numbers far from zero is not lost", async () => {
  const [y, , , variance] = await computed(() => run("BatchNormTraining", { x: tf.tensor2d([10000, 10001, 10002, 10003], [4, 1]) }, { epsilon: 0 }));
  expect([...(variance ?? [])]).toEqual([1.25]);
  expectClose(y ?? [], [-1.3416407, -0.4472136, 0.4472136, 1.3416407], { relative: 1e-6, absolute: 0 });
});

test("what is no number stays none behind an activation", async () => {
  const [y] = await computed(() => run("BatchNormInference", { x: tf.tensor2d([[NaN, 1], [-Infinity, 9]]), mean: tf.zeros([2]), variance: tf.ones([2]) }, { epsilon: 0, activation: "relu6" }));
  expect(y).toEqual([NaN, 1, 0, 6]);
});

test("batch normalisation by given numbers", () =>
  fc.assert(
    fc.asyncProperty(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 40 })), ([n, w, c]) =>
      agree(() => {
        const x = tf.mul(numbers([n, w, 2, c]), 4) as tf.Tensor4D;
        const [mean, variance, scale, offset] = [numbers([c], 3), tf.square(numbers([c], 5)), numbers([c], 7), numbers([c], 11)] as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
        return [tf.batchNorm(x, mean, variance, offset, scale, 0.01), tf.batchNorm(x, mean, variance)];
      }),
    ), { numRuns: 25 },
  ));

test("batch normalisation by numbers for every place is left to the cpu backend", () =>
  agree(() => [tf.batchNorm(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[0, 1], [2, 3]]), tf.ones([2, 2]))], { fallBack: ["FusedBatchNorm"] }));

describe("layer normalisation", () => {
  const rows = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 2, max: 13 }));

  test("values are those of plain loops, and gradients those of finite differences", () =>
    fc.assert(
      fc.asyncProperty(rows, fc.boolean(), async ([n, length], affine) => {
        await tf.setBackend("cpu");
        const [x, dy, scale, offset] = [given([n, length], 1), given([n, length], 11), given([length], 5), given([length], 7)];
        const [y, , , dx, dScale, dOffset] = await computed(() => {
          const xs = tf.tensor2d(x.values, [n, length]);
          const learned = affine ? { scale: tf.tensor1d(scale.values) } : {};
          const results = run("LayerNorm", { x: xs, ...learned, ...(affine && { offset: tf.tensor1d(offset.values) }) }, { epsilon });
          const [, mean, rate] = results as [tf.Tensor, tf.Tensor, tf.Tensor];
          return [...results, ...run("LayerNormGrad", { dy: tf.tensor2d(dy.values, [n, length]), x: xs, mean, rate, ...learned }, { affine })];
        });
        const of = (x: Numbers, s: Numbers = affine ? scale.values : [], o: Numbers = affine ? offset.values : []): Numbers =>
          normalized({ outer: n, rows: 1, channels: length, groups: 1 }, x, s, o, "linear").y;
        expectClose(y ?? [], of(x.values), {}, "y");
        expectClose(dx ?? [], slopes(x.values, dy.values, of), { relative: 1e-4, absolute: 1e-4 }, "dx");
        if (!affine) return;
        expectClose(dScale ?? [], slopes(scale.values, dy.values, (s) => of(x.values, s)), { relative: 1e-4, absolute: 1e-4 }, "dscale");
        expectClose(dOffset ?? [], slopes(offset.values, dy.values, (o) => of(x.values, scale.values, o)), { relative: 1e-4, absolute: 1e-4 }, "doffset");
      }), { numRuns: 25 },
    ));

  test("the gradients of scale and offset over many rows", async () => {
    await tf.setBackend("cpu");
    const [n, length] = [700, 70];
    const [x, dy] = [given([n, length], 3), given([n, length], 5)];
    const [y, dScale, dOffset] = await computed(() => {
      const xs = tf.tensor2d(x.values, [n, length]);
      const [y, mean, rate] = run("LayerNorm", { x: xs }, { epsilon }) as [tf.Tensor, tf.Tensor, tf.Tensor];
      const [, dScale, dOffset] = run("LayerNormGrad", { dy: tf.tensor2d(dy.values, [n, length]), x: xs, mean, rate }, { affine: true });
      return [y, dScale as tf.Tensor, dOffset as tf.Tensor];
    });
    const columns = (of: (i: number) => number): number[] => Array.from({ length }, (_, c) => Array.from({ length: n }, (__, r) => of(r * length + c)).reduce((a, b) => a + b));
    expectClose(dOffset ?? [], columns((i) => dy.values[i] ?? NaN));
    expectClose(dScale ?? [], columns((i) => (dy.values[i] ?? NaN) * (y?.[i] ?? NaN)), { relative: 1e-4, absolute: 1e-3 });
  });
});

describe("the gradient of a bias", () => {
  test("is the sum of each column, of what an activation let through", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 40 }), activations, async (rows, channels, activation) => {
        const [dy, y] = [given([rows, channels], 1), given([rows, channels], 5)];
        const bounded = y.values.map((v) => Math.min(Math.max(3 * v, bounds[activation][0]), bounds[activation][1]));
        const through = dy.values.map((v, i) => (activation === "linear" || ((bounded[i] ?? 0) > 0 && (bounded[i] ?? 0) < bounds[activation][1]) ? v : 0));
        const sums = Array.from({ length: channels }, (_, c) => Math.fround(through.reduce((sum, v, i) => (i % channels === c ? sum + v : sum), 0)));
        const [db, dz] = await computed(() => run("BiasGrad", { dy: tf.tensor(dy.values, dy.shape), ...(activation !== "linear" && { y: tf.tensor(bounded, y.shape) }) }, { activation }));
        expectClose(db ?? [], sums, { relative: 1e-6, absolute: 1e-6 });
        if (activation !== "linear") expect(dz).toEqual(through);
      }), { numRuns: 30 },
    ));
});
