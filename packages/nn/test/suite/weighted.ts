import { batchNormalization, conv2d, dense, dropout, globalAveragePooling2d, graph, heads, linear, relu, tanh, type Graph } from "@convscope/core";
import { expectClose, golden } from "@convscope/test-kit";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import {
  adam, arrayData, binaryCrossentropy, categoricalCrossentropy, dice, evaluate, fit, focal, halfSquaredError, hinge, huber, klDivergence, losses, meanAbsoluteError, meanSquaredError, negativeLogLikelihood, network, randomOf, sgd,
  sigmoidFocal, sparseCategoricalCrossentropy, targetKind, whereLost, type Arrays, type Batch, type Engine, type Loss, type NdArray, type Network, type Objective, type StepOptions, type TrainingState,
} from "../../src/index.ts";

const floats = (shape: readonly number[], data: ArrayLike<number>): NdArray => ({ shape, data: Float32Array.from(data) });
const wave = (shape: readonly number[], from = 0): NdArray => floats(shape, Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(from + 1.7 * i)));
const numbersOf = (array: NdArray | undefined): number[] => [...(array?.data ?? [])];

/** Some of every kind, with all reductions and options that a weight could meet. */
const all: readonly Loss[] = [
  binaryCrossentropy(), binaryCrossentropy({ from: "probabilities", posWeight: 3 }), categoricalCrossentropy({ labelSmoothing: 0.1, classWeights: [1, 2, 0.5] }), categoricalCrossentropy({ from: "probabilities" }), dice(), dice({ activation: "softmax", squared: true }),
  focal({ alpha: [1, 0.5, 2] }), halfSquaredError(), halfSquaredError({ reduction: "sum" }), hinge(), hinge({ squared: true, reduction: "sum" }), huber({ delta: 0.3 }), klDivergence(), klDivergence({ reduction: "mean" }),
  meanAbsoluteError(), meanSquaredError(), meanSquaredError({ reduction: "sum" }), negativeLogLikelihood({ classWeights: [1, 2, 0.5] }), sigmoidFocal(), sparseCategoricalCrossentropy({ labelSmoothing: 0.1 }),
  sparseCategoricalCrossentropy({ classWeights: [1, 2, 0.5], ignoreClass: 7 }), sparseCategoricalCrossentropy({ reduction: "sum", ignoreClass: 1 }),
].map((loss) => ({ ...loss }));

const [samples, places, classes] = [3, 2, 3];
/** What a sample should be: labels with one that may be left out, or masks. */
function targetOf(loss: Loss, of: readonly number[]): NdArray {
  if (targetKind(loss) === "labels") return { shape: [of.length, places], data: Int32Array.from(of.flatMap((sample) => ["ignoreClass" in loss ? (loss.ignoreClass ?? 2) : 2, (sample + 1) % classes])) };
  return floats([of.length, places, classes], of.flatMap((sample) => [1, 0, 0, 0, sample % 2, (sample + 1) % 2]));
}

interface Measured {
  readonly value: number;
  /** Of each sample. */
  readonly gradient: readonly (readonly number[])[];
}

const nothing: Graph = graph("nothing", [places, classes], { out: linear() });

/** A net of one part in training and inference alike, of two outputs. */
const plain: Graph = graph("plain", [5, 5, 2], { conv: conv2d(4, 3), tanh: tanh(), pool: globalAveragePooling2d(), out: heads({ a: dense(3), b: dense(2) }) });
const plainBatch: Batch = { inputs: { input: wave([7, 5, 5, 2]) }, targets: { "out.a": { shape: [7], data: Int32Array.of(0, 1, 2, 2, 1, 2, 0) }, "out.b": wave([7, 2], 3) } };
const plainObjective: Objective = { "out.a": { loss: sparseCategoricalCrossentropy({ classWeights: [1, 0.3, 4], ignoreClass: 0 }), weight: 1 }, "out.b": { loss: meanSquaredError({ reduction: "sum" }), weight: 0.1 } };

/** One that remembers and draws. */
const stateful: Graph = graph("stateful", [5, 5, 2], { conv: conv2d(4, 3), bn: batchNormalization(), relu: relu(), pool: globalAveragePooling2d(), drop: dropout(0.5), fc: dense(2) });
const statefulBatch: Batch = { inputs: { input: wave([6, 5, 5, 2]) }, targets: { fc: wave([6, 2], 3) } };
const how: StepOptions = { objective: { fc: { loss: meanSquaredError(), weight: 1 } }, optimizer: adam({ clipNorm: 1 }) };

interface Step {
  readonly x: NdArray;
  readonly target: NdArray;
  readonly weights?: NdArray;
  readonly loss: number;
  readonly output: NdArray;
  readonly after: Arrays;
}
interface Case {
  readonly name: string;
  readonly loss: "crossEntropy" | "squaredError";
  readonly config: object;
  readonly parts: number;
  readonly before: Arrays;
  readonly steps: readonly Step[];
}
const { cases } = golden<{ readonly cases: readonly Case[] }>("accumulation.json");
const torchNet: Graph = graph("accumulation", [5, 5, 2], { conv: conv2d(4, 3, { useBias: false }), bn: batchNormalization(), relu: relu(), pool: globalAveragePooling2d(), fc: dense(3) });

/** What every engine must pass: weights of samples in these losses, batches in parts, and steps that lose a number. */
export function weightedSuite(open: () => Promise<Engine>, weighed: readonly Loss[] = all): void {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  }, 60_000);

  /** A network for as long as `use` runs. */
  async function withNetwork<T>(of: Graph, use: (net: Network) => Promise<T>, options: { readonly seed?: number; readonly weights?: Arrays } = {}): Promise<T> {
    const net = await network(of, { engine, ...options });
    try {
      return await use(net);
    } finally {
      net.dispose();
    }
  }

  /** A loss of outputs that are given, and its gradient. */
  const measured = (loss: Loss, target: NdArray, output: NdArray, weights?: readonly number[]): Promise<Measured> =>
    withNetwork(nothing, async (net) => {
      const [inputs, targets, objective] = [{ input: output }, { out: target }, { out: { loss, weight: 1 } }];
      const own = weights && { weights: { out: floats([weights.length], weights) } };
      const { value, inputs: gradients } = await net.gradients({ inputs, of: { objective, targets, ...own }, withRespectTo: { inputs: ["input"] } });
      expectClose([(await net.measure({ inputs, targets, ...own }, objective)).loss], [value], { relative: 1e-6, absolute: 1e-7 }, "measured");
      const flat = numbersOf(gradients["input"]);
      return { value, gradient: Array.from({ length: output.shape[0] ?? 0 }, (_, i) => flat.slice(i * places * classes, (i + 1) * places * classes)) };
    });

  describe("a weight", () => {
    test("all kinds of losses are here", () => expect(new Set(all.map(({ kind }) => kind))).toEqual(new Set(Object.keys(losses))));

    test.each(weighed.map((loss) => [JSON.stringify(loss), loss] as const))("of 2 is the sample twice, and of 0 the batch without it: %s", async (_, loss) => {
      const fraction = fc.integer({ min: 2, max: 38 }).map((n) => n / 40);
      await fc.assert(fc.asyncProperty(fc.array(fraction, { minLength: 18, maxLength: 18 }), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: samples, maxLength: samples }), async (x, weights) => {
        const rows = (of: readonly number[]): NdArray => floats([of.length, places, classes], of.flatMap((sample) => x.slice(sample * 6, sample * 6 + 6)));
        const { value, gradient } = await measured(loss, targetOf(loss, [0, 1, 2]), rows([0, 1, 2]), weights);
        const repeated = weights.flatMap((weight, sample) => Array.from({ length: weight }, () => sample));
        const expected = repeated.length === 0 ? { value: 0, gradient: [] } : await measured(loss, targetOf(loss, repeated), rows(repeated));
        expectClose([value], [expected.value], { relative: 3e-6, absolute: 1e-6 }, "loss");
        for (const sample of weights.keys()) {
          const copies = expected.gradient.filter((_, i) => repeated[i] === sample);
          const sum = Array.from({ length: 6 }, (_, i) => copies.reduce((total, copy) => total + (copy[i] ?? 0), 0));
          expectClose(gradient[sample] ?? [], sum, { relative: 1e-5, absolute: 1e-6 }, `gradient of sample ${sample}`);
        }
      }), { numRuns: 4 });
    });

    test.each(weighed.map((loss) => [JSON.stringify(loss), loss] as const))("goes into the gradient, which equals finite differences: %s", async (_, loss) => {
      const x = Array.from({ length: 18 }, (_, i) => 0.2 + 0.033 * i);
      const [target, weights] = [targetOf(loss, [0, 1, 2]), [0.5, 2, 1.25]];
      const { gradient } = await measured(loss, target, floats([3, places, classes], x), weights);
      for (const i of [0, 4, 7, 11, 13, 17]) {
        const moved = async (by: number): Promise<number> => (await measured(loss, target, floats([3, places, classes], x.map((v, j) => (i === j ? v + by : v))), weights)).value;
        expectClose([gradient.flat()[i] ?? NaN], [((await moved(4e-3)) - (await moved(-4e-3))) / 8e-3], { relative: 3e-3, absolute: 1e-3 }, `place ${i}`);
      }
    });

    test.each<(classWeights?: readonly number[]) => Loss>([(classWeights) => sparseCategoricalCrossentropy(classWeights ? { classWeights } : {}), (classWeights) => negativeLogLikelihood(classWeights ? { classWeights } : {})])("of a class is that of its samples", async (make) => {
      const classWeights = [1, 0.25, 3];
      const labels = [2, 0, 1];
      // One place that counts for each sample.
      const target: NdArray = { shape: [3, places], data: Int32Array.from(labels.flatMap((label) => [label, label])) };
      const output = wave([3, places, classes]);
      const [byClass, bySample] = [await measured(make(classWeights), target, output), await measured(make(), target, output, labels.map((label) => classWeights[label] ?? NaN))];
      expectClose([bySample.value], [byClass.value], { relative: 2e-6, absolute: 0 }, "loss");
      expectClose(bySample.gradient.flat(), byClass.gradient.flat(), { relative: 1e-5, absolute: 1e-7 }, "gradient");
    });

    test("counts in a measurement of several batches, whatever their size", () =>
      withNetwork(plain, async (net) => {
        const weights = { "out.a": floats([7], [0, 1, 3, 0.5, 2, 0, 1]) };
        const data = arrayData({ inputs: plainBatch.inputs, targets: plainBatch.targets, weights });
        const loss = { "out.a": sparseCategoricalCrossentropy({ classWeights: [1, 0.3, 4] }), "out.b": meanSquaredError() };
        const whole = await net.measure({ ...plainBatch, weights }, { "out.a": { loss: loss["out.a"], weight: 1 }, "out.b": { loss: loss["out.b"], weight: 1 } });
        expect(whole.losses["out.a"]).not.toBeCloseTo((await net.measure(plainBatch, { "out.a": { loss: loss["out.a"], weight: 1 } })).loss, 3);
        for (const batchSize of [1, 2, 3, 7]) {
          const { loss: found, metrics } = await evaluate(net, data, { loss, batchSize, metrics: {} });
          expectClose([found, metrics["out.a.loss"] ?? NaN, metrics["out.b.loss"] ?? NaN], [whole.loss, whole.losses["out.a"] ?? NaN, whole.losses["out.b"] ?? NaN], { relative: 2e-6, absolute: 0 }, `batches of ${batchSize}`);
        }
      }));

    test("counts in the loss of an epoch, which is that of all its samples at once, also after a break", () =>
      withNetwork(plain, async (net) => {
        const weights = [0, 1, 3, 0.5, 2, 0, 1];
        const [classWeights, labels] = [[1, 0.3, 4], numbersOf(plainBatch.targets["out.a"])];
        const data = arrayData({ inputs: plainBatch.inputs, targets: plainBatch.targets, weights: { "out.a": floats([7], weights) } });
        const [a, b] = [sparseCategoricalCrossentropy({ classWeights }), meanSquaredError()];
        // Each sample alone, without weights, and then Σ w·l / Σ w by hand.
        const alone = await Promise.all(labels.map(async (_, i) => (await net.measure(await arrayData(plainBatch).batch(Uint32Array.of(i)), { "out.a": { loss: sparseCategoricalCrossentropy(), weight: 1 }, "out.b": { loss: b, weight: 1 } })).losses));
        const total = labels.map((label, i) => (weights[i] ?? NaN) * (classWeights[label] ?? NaN));
        const sum = (of: readonly number[]): number => of.reduce((x, y) => x + y, 0);
        const ofA = sum(alone.map((losses, i) => (total[i] ?? NaN) * (losses["out.a"] ?? NaN))) / sum(total);
        const ofB = sum(alone.map((losses) => losses["out.b"] ?? NaN)) / 7;
        const options = { loss: { "out.a": a, "out.b": { loss: b, weight: 0.1 } }, optimizer: sgd({ learningRate: 0 }), epochs: 1, metrics: {} };
        for (const how of [{ batchSize: 1 }, { batchSize: 2 }, { batchSize: 3 }, { batchSize: 7 }, { batchSize: 2, accumulate: 2 }]) {
          let kept: TrainingState | undefined;
          const { history } = await fit(net, data, { ...options, ...how, callbacks: [{ onBatchEnd: async (_, training) => void (kept ??= await training.state()) }] });
          expectClose([history[0]?.loss ?? NaN, history[0]?.["out.a.loss"] ?? NaN, history[0]?.["out.b.loss"] ?? NaN], [ofA + 0.1 * ofB, ofA, ofB], { relative: 3e-6, absolute: 0 }, JSON.stringify(how));
          expect((await fit(net, data, { ...options, ...how, ...(kept && { resume: kept }) })).history).toEqual(history);
        }
      }));

    test("of 0 for all samples is a loss of 0, from which nothing is learned", () =>
      withNetwork(plain, async (net) => {
        const before = await net.weights();
        const { losses } = await net.step({ ...plainBatch, weights: { "out.a": floats([7], new Float32Array(7)), "out.b": floats([7], new Float32Array(7)) } }, { objective: plainObjective, optimizer: sgd({ learningRate: 1 }) });
        expect(Object.values(losses).map(Math.abs)).toEqual([0, 0]);
        expect(await net.weights()).toEqual(before);
      }));
  });

  describe("a batch in parts", () => {
    test.each([2, 4, 7, 20])("is the batch, but for what knows only its part: %i parts", async (parts) => {
      const weights = { "out.a": floats([7], [1, 2, 0, 1, 0.5, 3, 1]) };
      const taken = async (parts: number): Promise<Arrays> =>
        withNetwork(plain, async (net) => {
          const steps = [await net.step({ ...plainBatch, weights }, { objective: plainObjective, optimizer: adam({ clipNorm: 1, epsilon: 0.01 }), parts }), await net.step(plainBatch, { objective: plainObjective, optimizer: adam({ clipNorm: 1, epsilon: 0.01 }), parts })];
          const { steps: count, slots, scalars } = await net.optimizerState();
          expect([count, scalars["conv.weight/step"]]).toEqual([2, 2]);
          const results = steps.flatMap(({ loss, losses, outputs }, i) => [[`losses ${i}`, floats([3], [loss, ...Object.values(losses)])] as const, ...Object.entries(outputs).map(([name, output]) => [`${name} ${i}`, output] as const)]);
          return { ...Object.fromEntries(results), ...(await net.weights()), ...slots };
        }, { seed: 3 });
      const [whole, found] = [await taken(1), await taken(parts)];
      expect(Object.keys(found)).toEqual(Object.keys(whole));
      for (const [name, array] of Object.entries(whole)) {
        expect(found[name]?.shape).toEqual(array.shape);
        expectClose(found[name]?.data ?? [], array.data, { relative: 2e-6, absolute: 1e-6 }, name);
      }
    });

    test.each(cases)("goes as in PyTorch: $name", async ({ loss, config, parts, before, steps }) => {
      const made = loss === "crossEntropy" ? sparseCategoricalCrossentropy(config) : meanSquaredError(config);
      const arrays = (of: Arrays): Arrays => Object.fromEntries(Object.entries(of).map(([name, { shape, data }]) => [name, floats(shape, data)]));
      await withNetwork(torchNet, async (net) => {
        for (const [i, { x, target, weights, loss: expected, output, after }] of steps.entries()) {
          const batch = { inputs: { input: floats(x.shape, x.data) }, targets: { fc: floats(target.shape, target.data) }, ...(weights && { weights: { fc: floats(weights.shape, weights.data) } }) };
          const found = await net.step(batch, { objective: { fc: { loss: made, weight: 1 } }, optimizer: sgd({ learningRate: 0.1, momentum: 0.9, clipNorm: 0.5 }), parts });
          expectClose([found.loss], [expected], { relative: 1e-5, absolute: 0 }, `loss ${i}`);
          expectClose(found.outputs["fc"]?.data ?? [], output.data, { relative: 1e-4, absolute: 1e-5 }, `output ${i}`);
          const state = await net.weights();
          expect(Object.keys(state).toSorted()).toEqual(Object.keys(after).toSorted());
          for (const [name, { data }] of Object.entries(after)) expectClose(state[name]?.data ?? [], data, { relative: 1e-4, absolute: 1e-5 }, `${name} ${i}`);
        }
      }, { weights: arrays(before) });
    });

    test("is dropped from anew in each, by the same draws on every engine", () =>
      withNetwork(graph("drop", [12], { drop: dropout(0.5), fc: dense(1) }), async (net) => {
        const seen = async (parts: number): Promise<readonly number[]> => {
          const row = Array.from({ length: 12 }, (_, i) => 1 + i);
          const { outputs } = await net.step({ inputs: { input: floats([2, 12], [...row, ...row]) }, targets: { fc: floats([2, 1], [0, 0]) } }, { objective: how.objective, optimizer: sgd(), learningRate: 0, parts });
          return numbersOf(outputs["fc"]);
        };
        const found = [await seen(2), await seen(2)];
        const sumOfKept = (...stream: readonly number[]): number => randomOf(5, "drop", ...stream).uniforms(12).reduce((sum, u, i) => sum + (u >= 0.5 ? 2 * (1 + i) : 0), 0);
        expect(found).toEqual([[sumOfKept(0), sumOfKept(0, 1)], [sumOfKept(1), sumOfKept(1, 1)]]);
        expect(new Set(found.flat()).size).toBe(4);
      }, { seed: 5, weights: { "fc.weight": floats([12, 1], new Float32Array(12).fill(1)), "fc.bias": floats([1], [0]) } }));
  });

  describe("a step whose loss is not a number", () => {
    const spoilt = (at: number): Batch => ({ ...statefulBatch, inputs: { input: { ...wave([6, 5, 5, 2]), data: Float32Array.from(wave([6, 5, 5, 2]).data, (x, i) => (i === at ? NaN : x)) } } });

    test.each([1, 2])("changes nothing: %i parts", async (parts) => {
      const trained = async (disturbed: boolean): Promise<unknown> =>
        withNetwork(stateful, async (net) => {
          const results = [await net.step(statefulBatch, { ...how, parts })];
          if (disturbed) {
            const before = [await net.weights(), await net.optimizerState()];
            // A pixel of the last part: the statistics of those before are known by then.
            const { loss, outputs } = await net.step(spoilt(299), { ...how, parts });
            expect([loss, outputs["fc"]?.shape]).toEqual([NaN, [6, 2]]);
            expect([await net.weights(), await net.optimizerState()]).toEqual(before);
          }
          results.push(await net.step(statefulBatch, { ...how, parts }));
          return [results, await net.weights(), await net.optimizerState()];
        }, { seed: 3 });
      expect(await trained(true)).toEqual(await trained(false));
    });

    test("has lost it in a pixel, in a target, in a weight", () =>
      withNetwork(stateful, async (net) => {
        expect(await whereLost(net, spoilt(7), how)).toMatchInlineSnapshot(`"the input "input" holds NaN"`);
        expect(await whereLost(net, { ...statefulBatch, targets: { fc: floats([6, 2], [0, -Infinity, ...new Float32Array(10)]) } }, how)).toMatchInlineSnapshot(`"the target "fc" holds -Infinity"`);
        expect(await whereLost(net, statefulBatch, { ...how, parts: 2 })).toBeUndefined();
        await net.setWeights({ "bn.weight": floats([4], [1, Infinity, 1, 1]) });
        expect(await whereLost(net, statefulBatch)).toMatchInlineSnapshot(`"the weight "bn.weight" holds Infinity"`);
      }));

    test("has lost it in the first layer whose sums are too large, after a rate far too high", () =>
      withNetwork(graph("high", [2], { first: dense(2), relu: relu(), second: dense(1) }), async (net) => {
        const [batch, high]: [Batch, StepOptions] = [{ inputs: { input: floats([2, 2], [1, 2, 3, 4]) }, targets: { second: floats([2, 1], [100, 200]) } }, { objective: { second: { loss: meanSquaredError(), weight: 1 } }, optimizer: sgd({ learningRate: 1e25 }) }];
        expect((await net.step(batch, high)).loss).toBeLessThan(1e5);
        expect(Number.isFinite((await net.step(batch, high)).loss)).toBe(false);
        expect(await whereLost(net, batch, high)).toMatch(/^second \(dense\) is the first node that gives -?Infinity; it gets values up to \d(\.\d)?e2\d, and has weights up to \d(\.\d)?e2\d$/);
      }, { weights: { "first.weight": floats([2, 2], [1, 1, 2, 0.5]), "first.bias": floats([2], [0, 0]), "second.weight": floats([2, 1], [1, 2]), "second.bias": floats([1], [0]) } }));

    test("has lost it in the loss, or on the way back", () =>
      withNetwork(graph("end", [1], { first: dense(1, { useBias: false }), second: dense(1, { useBias: false }) }), async (net) => {
        const [batch, objective]: [Batch, Objective] = [{ inputs: { input: floats([1, 1], [1e20]) }, targets: { second: floats([1, 1], [0]) } }, { second: { loss: meanSquaredError(), weight: 1 } }];
        expect(await whereLost(net, batch)).toBeUndefined();
        expect(await whereLost(net, batch, { objective })).toMatchInlineSnapshot(`"every node is finite, but the loss of "second" is Infinity, and "second.weight" is the first weight from the end whose gradient holds Infinity"`);
        await net.setWeights({ "first.weight": floats([1, 1], [1e30]), "second.weight": floats([1, 1], [1e-25]) });
        expect(await whereLost(net, { ...batch, inputs: { input: floats([1, 1], [1e-10]) } }, { objective: { second: { loss: meanSquaredError(), weight: 1e25 } } })).toMatchInlineSnapshot(`"every node and the loss of "second" are finite, but "second.weight" is the first weight from the end whose gradient holds Infinity"`);
      }, { weights: { "first.weight": floats([1, 1], [1]), "second.weight": floats([1, 1], [1]) } }));
  });
}
