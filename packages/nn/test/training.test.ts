import { dense, graph } from "@convscope/core";
import { describe, expect, test } from "vitest";
import { evaluate, fit, network, useBackend, type Data, type FitOptions, type Network, type NetworkOptions } from "../src/index.ts";
import { engineOn, everyBackend } from "./backends.ts";
import { cnn, few, lines, loss, trainingSuite } from "./suite/training.ts";

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
