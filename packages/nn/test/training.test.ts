import { dense, graph } from "@convscope/core";
import { describe, expect, test } from "vitest";
import { adagrad, adam, evaluate, fit, network, oneCycle, scheduleFactor, scheduleMomentum, useBackend, withMomentum, type Data, type FitOptions, type Network, type NetworkOptions } from "../src/index.ts";
import { engineOn, everyBackend } from "./backends.ts";
import { bits, cnn, few, lines, loss, trainingSuite } from "./suite/training.ts";

describe.each(everyBackend)("on %s", (backend) => {
  trainingSuite(() => engineOn(backend));
});

describe("is refused", () => {
  const asked = async (ask: (net: Network) => Promise<unknown>): Promise<unknown> => {
    const net = await network(cnn, { engine: await useBackend("cpu") });
    try {
      return await ask(net);
    } finally {
      net.dispose();
    }
  };
  test.each<[string, (net: Network) => Promise<unknown>]>([
    ["an unknown option", (net) => fit(net, lines(2), { ...few, bachSize: 3 } as FitOptions)],
    ["no epoch", (net) => fit(net, lines(2), { ...few, epochs: 0 })],
    ["a batch of none", (net) => fit(net, lines(2), { ...few, batchSize: 0 })],
    ["no sample", (net) => fit(net, lines(0), few)],
    ["nothing to measure", (net) => evaluate(net, lines(0), { loss })],
    ["no loss", (net) => fit(net, lines(2), { ...few, loss: {} })],
    ["metrics of no output", (net) => fit(net, lines(2), { ...few, metrics: { fd: [] } })],
    ["a backend as a name", () => network(cnn, { backend: "wasm" } as never)],
  ])("%s", async (_, ask) => {
    await expect(asked(ask)).rejects.toThrowErrorMatchingSnapshot();
  });
});

test("data that fail while a step fails do not end the process", async () => {
  const net = await network(cnn, { engine: await useBackend("cpu") });
  const good = lines(32);
  const late: Data = { length: 32, batch: async (at) => { if (at.includes(16)) throw new Error("no such file"); return good.batch(at); } };
  const failing = { ...net, step: () => new Promise<never>((_, fail) => setTimeout(() => { fail(new Error("the step failed")); }, 5)) };
  await expect(fit(failing, late, { ...few, shuffle: false })).rejects.toThrow("the step failed");
  await expect(fit(net, late, { ...few, shuffle: false })).rejects.toThrow("no such file");
  net.dispose();
});

test("a network without an engine says where one comes from", async () => {
  await expect(network(graph("one", [2], dense(1)), {} as NetworkOptions)).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: network: engine must be what useBackend gives: network(graph, { engine: await useBackend("auto") }). Received undefined.]`);
});

test("data learn which epoch they are asked for, and none where they are measured", async () => {
  const net = await network(cnn, { engine: await useBackend("cpu") });
  const asked = (of: (number | undefined)[], data: Data): Data => ({ length: data.length, batch: (at, epoch) => (of.push(epoch), data.batch(at)) });
  const learned: (number | undefined)[] = [];
  const measured: (number | undefined)[] = [];
  await fit(net, asked(learned, lines(20)), { ...few, batchSize: 10, epochs: 3, validation: asked(measured, lines(10)) });
  expect(learned).toEqual([1, 1, 2, 2, 3, 3]);
  expect(measured).toEqual([undefined, undefined, undefined]);
  net.dispose();
});

test("a schedule moves the learning rate, and the momentum if asked, as a loop by hand does", async () => {
  const engine = await useBackend("cpu");
  const [net, twin] = [await network(cnn, { engine, seed: 5 }), await network(cnn, { engine, seed: 5 })];
  const [schedule, optimizer] = [oneCycle({ momentum: [0.7, 0.95] }), adam({ learningRate: 0.02 })];
  const { history } = await fit(net, lines(32), { loss, optimizer, schedule, epochs: 2, batchSize: 16, shuffle: false });
  for (let step = 0; step < 4; step++) {
    const moment = { step, steps: 4, stepsPerEpoch: 2, history: [] };
    const batch = await lines(32).batch(Uint32Array.from({ length: 16 }, (_, i) => 16 * (step % 2) + i));
    await twin.step(batch, { objective: { fc: { loss, weight: 1 } }, optimizer: withMomentum(optimizer, scheduleMomentum(schedule, moment) ?? NaN), learningRate: 0.02 * scheduleFactor(schedule, moment) });
  }
  expect(bits(await net.weights())).toBe(bits(await twin.weights()));
  expect(history.at(-1)?.["learningRate"]).toBeCloseTo(0.02 / 25 / 1e4, 12);
  await expect(fit(net, lines(32), { loss, optimizer: adagrad(), schedule, epochs: 1 })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: adagrad: a schedule can change the momentum only of an optimiser that has one. Received adagrad. Use sgd, rmsprop or one of the Adam family, or leave momentum out of the schedule.]`);
  net.dispose();
  twin.dispose();
});
