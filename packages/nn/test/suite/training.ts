import { add, branches, conv2d, dense, dropout, flatten, from, graph, heads, maxPooling2d, relu, type Graph } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import {
  adam, arrayData, checkpointBest, earlyStopping, evaluate, fit, fitEvents, meanSquaredError, network, restoreBest, sgd, sparseCategoricalCrossentropy, TrainingError,
  type Arrays, type Callback, type Data, type Engine, type FitOptions, type FitResult, type Loss, type NdArray, type Network, type TrainingState,
} from "../../src/index.ts";

/** Samples 6×6 with one bright line: class 0 lies, class 1 stands. */
export function lines(samples: number, first = 0): Data {
  const x = new Float32Array(samples * 36);
  const y = new Int32Array(samples);
  for (let i = 0; i < samples; i++) {
    const [place, upright] = [(first + i) % 6, (first + i) % 2];
    y[i] = upright;
    for (let j = 0; j < 36; j++) x[i * 36 + j] = 0.3 * Math.sin(7 * (first + i) + j) + ((upright ? j % 6 : Math.floor(j / 6)) === place ? 1 : 0);
  }
  return arrayData({ inputs: { input: { shape: [samples, 6, 6, 1], data: x } }, targets: { fc: { shape: [samples], data: y } } });
}

/** A net that learns them, with dropout. */
export const cnn: Graph = graph("lines", [6, 6, 1], { conv: conv2d(8, 3), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), drop: dropout(0.25), fc: dense(2) });
/** How wrong it is. */
export const loss: Loss = sparseCategoricalCrossentropy();
/** A training of few steps. */
export const few: FitOptions = { loss, optimizer: adam({ learningRate: 0.01 }), epochs: 2, batchSize: 16 };
const hugeRate: FitOptions = { loss: meanSquaredError(), optimizer: sgd({ learningRate: 1e20 }), epochs: 3 };
const point = graph("point", [1], { fc: dense(1) });
const points = arrayData({ inputs: { input: { shape: [2, 1], data: Float32Array.of(1, 2) } }, targets: { fc: { shape: [2, 1], data: Float32Array.of(1, 2) } } });
/** Weights to the bit. */
export const bits = (arrays: Arrays): string => JSON.stringify(Object.entries(arrays).map(([name, { data }]) => [name, ...new Uint32Array((data as Float32Array).buffer)]));

/** What every engine must pass: whole trainings. */
export function trainingSuite(open: () => Promise<Engine>): void {
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
  const trained = (seed: number, options: Partial<FitOptions> = {}): Promise<string> =>
    withNetwork(cnn, async (net) => {
      await fit(net, lines(48), { ...few, ...options });
      return bits(await net.weights());
    }, { seed });

  test("a small CNN learns which way lines lie, and knows it of lines it has not seen", () =>
    withNetwork(cnn, async (net) => {
      const { history, ended, imagesPerSecond } = await fit(net, lines(96), { ...few, epochs: 12, validation: lines(24, 96) });
      expect([history.length, ended]).toEqual([12, "finished"]);
      expect(imagesPerSecond).toBeGreaterThan(0);
      expect(history.at(-1)?.["valAccuracy"]).toBe(1);
      expect(history.at(-1)?.["valLoss"]).toBeLessThan(0.2);
      const { metrics, loss: measured } = await evaluate(net, lines(24, 96), { loss });
      expect(metrics["accuracy"]).toBe(1);
      expect(measured).toBeCloseTo(history.at(-1)?.["valLoss"] ?? NaN, 5);
    }));

  test("one batch can be learned by heart", () =>
    withNetwork(cnn, async (net) => {
      const batch = await lines(16).batch(Uint32Array.from({ length: 16 }, (_, i) => i));
      const objective = { fc: { loss, weight: 1 } };
      for (let step = 0; step < 150; step++) await net.step(batch, { objective, optimizer: adam({ learningRate: 0.02 }) });
      expect((await net.measure(batch, objective)).loss).toBeLessThan(1e-3);
    }));

  test("equal seeds give equal weights to the bit, with dropout and shuffling; other seeds others", async () => {
    const [one, same, other, inOrder] = [await trained(1), await trained(1), await trained(2), await trained(1, { shuffle: false })];
    expect(one).toBe(same);
    expect(one).not.toBe(other);
    expect(one).not.toBe(inOrder);
  });

  test.each([
    { where: "between epochs", when: { epoch: 2, steps: undefined } },
    { where: "in the middle of an epoch", when: { epoch: 3, steps: 2 } },
    { where: "after the last step of an epoch, before it is measured", when: { epoch: 3, steps: 3 } },
  ])("a training resumed $where ends where an unbroken one does, its averaged weights too", async ({ when }) => {
    const settings = { ...few, epochs: 4, validation: lines(8), average: { decay: 0.9 } };
    let kept: TrainingState | undefined;
    const whole = await withNetwork(cnn, async (net) => {
      let told: FitResult["history"] = [];
      for await (const { kind, training } of fitEvents(net, lines(48), settings)) {
        const { history } = training;
        told = history;
        if (kind === "epoch" ? when.steps === undefined && history.length === when.epoch : history.length === when.epoch - 1 && (await training.state()).within?.steps === when.steps) kept = await training.state();
      }
      return [bits(await net.weights()), (await net.optimizerState()).steps, told];
    }, { seed: 5 });
    expect(kept?.within?.steps).toBe(when.steps);
    const rest = await withNetwork(cnn, async (net) => {
      const { history } = await fit(net, lines(48), { ...settings, ...(kept && { resume: kept }) });
      expect(history.map(({ epoch, learningRate }) => [epoch, learningRate])).toEqual([1, 2, 3, 4].map((epoch) => [epoch, few.optimizer.learningRate]));
      return [bits(await net.weights()), (await net.optimizerState()).steps, history];
    }, { seed: 5 });
    expect(rest).toEqual(whole);
  });

  test("events: a training ends when no more are asked for", () =>
    withNetwork(cnn, async (net) => {
      const ended: number[] = [];
      const seen: string[] = [];
      for await (const event of fitEvents(net, lines(48), { ...few, epochs: 9, callbacks: [{ onTrainEnd: ({ history }) => void ended.push(history.length) }] })) {
        seen.push(event.kind);
        if (event.kind === "epoch" && event.log.epoch === 2) break;
      }
      expect([ended, seen.filter((kind) => kind === "epoch").length]).toEqual([[2], 2]);
      expect((await net.optimizerState()).steps).toBe(seen.filter((kind) => kind === "step").length);
    }));

  test("averaged weights are what is validated and what is left, by the formula", () =>
    withNetwork(cnn, async (net) => {
      const seen: number[] = [];
      const name = "conv.weight";
      const first = async (): Promise<number> => (await net.weights())[name]?.data[0] ?? NaN;
      await fit(net, lines(48), { ...few, epochs: 2, average: { decay: 0.5 }, callbacks: [{ onBatchEnd: async () => void seen.push(await first()) }] });
      let mean = seen[0] ?? NaN;
      for (const [i, value] of seen.slice(1).entries()) {
        const stays = Math.min(0.5, (2 + i) / (11 + i));
        mean = Math.fround(stays * mean + (1 - stays) * value);
      }
      expect(await first()).toBe(mean);
      expect(mean).not.toBe(seen.at(-1));
    }));

  test("a training that does not get better ends early, and its best weights can be put back", () =>
    withNetwork(cnn, async (net) => {
      const saved: { readonly epoch: number; readonly weights: Arrays }[] = [];
      const { history, ended, reason } = await fit(net, lines(48), {
        ...few, optimizer: sgd({ learningRate: 0 }), epochs: 9, validation: lines(8),
        callbacks: [earlyStopping({ patience: 2 }), checkpointBest({ save: (weights, { epoch }) => void saved.push({ epoch, weights }) }), restoreBest()],
      });
      expect([history.length, ended, reason]).toEqual([3, "stopped", "valLoss has not improved for 2 epochs; the best was epoch 1"]);
      expect(saved.map(({ epoch }) => epoch)).toEqual([1]);
    }));

  test("a training that broke off after the epoch that would have ended it does not take another", () =>
    withNetwork(cnn, async (net) => {
      const states: TrainingState[] = [];
      const keep: Callback = { onBatchEnd: async (_, training) => void states.push(await training.state()), onEpochEnd: async (_, training) => void states.push(await training.state()) };
      const settings = { ...few, batchSize: 48, optimizer: sgd({ learningRate: 0 }), epochs: 9, validation: lines(8), callbacks: [keep, earlyStopping({ patience: 2, restore: false })] };
      const whole = await fit(net, lines(48), settings);
      const kept = states.slice(-3);
      expect(kept.map(({ history, within }) => [history.length, within?.steps])).toEqual([[2, undefined], [2, 1], [3, undefined]]);
      for (const resume of kept) expect(await fit(net, lines(48), { ...settings, resume })).toMatchObject({ history: whole.history, ended: "stopped", reason: whole.reason });
    }));

  test("the weights put back are those of the best epoch, also after a failure", () =>
    withNetwork(point, async (net) => {
      const seen: Arrays[] = [];
      // The second epoch is a disaster: the rate is too large as soon as the error is not tiny.
      const data: Data = { length: 2, batch: (at) => points.batch(at) };
      const training = fit(net, data, { ...hugeRate, validation: points, callbacks: [restoreBest({ metric: "loss", mode: "min" }), { onEpochEnd: async (_, { network }) => void seen.push(await network.weights()) }] });
      await expect(training).rejects.toThrow(TrainingError);
      expect(seen).toHaveLength(1);
      expect(await net.weights()).toEqual(seen[0]);
    }));

  test("a loss that is no number any more ends the training", () =>
    withNetwork(point, async (net) => {
      await expect(fit(net, points, hugeRate)).rejects.toThrowErrorMatchingInlineSnapshot(`[TrainingError: fit: the loss must stay a finite number. Received Infinity in epoch 2, step 1: every node is finite, but the loss of "fc" is Infinity. A smaller learning rate, gradient clipping or scaled inputs usually help.]`);
    }));

  test("an abort ends the training after the batch under way", () =>
    withNetwork(cnn, async (net) => {
      const stop = new AbortController();
      let batches = 0;
      let ends = 0;
      const result = await fit(net, lines(48), { ...few, signal: stop.signal, callbacks: [{ onBatchEnd: () => { if (++batches === 2) stop.abort(); }, onTrainEnd: () => void ends++ }] });
      expect([result.ended, result.history.length, batches, ends]).toEqual(["aborted", 0, 2, 1]);
      const before = await net.weights();
      expect((await fit(net, lines(48), { ...few, signal: stop.signal })).ended).toBe("aborted");
      expect(await net.weights()).toEqual(before);
    }));

  test("several outputs have a loss and a metric each in the history, under their own names", () =>
    withNetwork(graph("two", [6, 6, 1], { flatten: flatten(), ends: heads({ "digit.1": dense(2), size: dense(1) }) }), async (net) => {
      const inputs = { input: { shape: [4, 6, 6, 1], data: Float32Array.from({ length: 144 }, (_, i) => Math.sin(i)) } };
      const data = arrayData({ inputs, targets: { "ends.digit.1": { shape: [4], data: Int32Array.of(0, 1, 0, 1) }, "ends.size": { shape: [4, 1], data: Float32Array.of(1, 2, 3, 4) } } });
      const both = { "ends.digit.1": loss, "ends.size": { loss: meanSquaredError(), weight: 0.25 } };
      const { history: [log = { epoch: 0, loss: NaN }] } = await fit(net, data, { loss: both, optimizer: adam(), epochs: 1, validation: data });
      expect(Object.keys(log)).toEqual(["epoch", "loss", "ends.digit.1.loss", "ends.size.loss", "ends.digit.1.accuracy", "learningRate", "valLoss", "val.ends.digit.1.loss", "val.ends.size.loss", "val.ends.digit.1.accuracy"]);
      expect(log.loss).toBeCloseTo((log["ends.digit.1.loss"] ?? NaN) + 0.25 * (log["ends.size.loss"] ?? NaN), 5);
      expect(log["valLoss"]).toBeCloseTo((log["val.ends.digit.1.loss"] ?? NaN) + 0.25 * (log["val.ends.size.loss"] ?? NaN), 5);
      const { loss: measured, metrics } = await evaluate(net, data, { loss: both });
      expect([measured, metrics["ends.size.loss"]]).toEqual([log["valLoss"], log["val.ends.size.loss"]]);
      await expect(fit(net, data, { loss, optimizer: adam(), epochs: 1 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: fit: a graph of several outputs must have a loss for each. Received one loss for ends.digit.1, ends.size. Give { "ends.digit.1": loss, "ends.size": loss }.]`);
      await expect(net.predict(inputs.input)).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: two: a graph of several inputs or outputs takes and gives arrays by name. Received one array. Give { "input": … }.]`);
    }));

  test("several inputs and outputs are predicted by name, in batches or at once", () =>
    withNetwork(graph("pair", { left: [2], right: [2] }, { join: branches([from("left"), from("right")], add()), out: heads({ sum: dense(1), other: dense(3) }) }), async (net) => {
      const left: NdArray = { shape: [5, 2], data: Float32Array.from({ length: 10 }, (_, i) => i) };
      const [atOnce, inBatches] = [await net.predict({ left, right: left }), await net.predict({ left, right: left }, { batchSize: 2 })];
      expect(Object.entries(atOnce).map(([name, { shape }]) => [name, ...shape])).toEqual([["out.sum", 5, 1], ["out.other", 5, 3]]);
      expect(inBatches).toEqual(atOnce);
      expect((await net.predict({ left: { shape: [0, 2], data: new Float32Array() }, right: { shape: [0, 2], data: new Float32Array() } }))["out.other"]?.shape).toEqual([0, 3]);
    }));
}
