import { batchNormalization, conv2d, custom, dense, dropout, flatten, globalAveragePooling2d, graph, GraphError, maxPooling2d, relu } from "@convscope/core";
import { adam, arrayData, CapabilityError, evaluate, fit, network, sparseCategoricalCrossentropy, useBackend, type Data, type Engine } from "@convscope/nn";
import { expect, test } from "vitest";
import { ort } from "../src/index.ts";
import { startThread, type Thread } from "../src/node/thread.ts";
import { threadedEngine } from "../src/threadedEngine.ts";
import { ortOn } from "./engines.ts";

const tiny = graph("tiny", [8, 8, 1], { conv: conv2d(4, 3), bn: batchNormalization(), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), drop: dropout(0.3), fc: dense(2) });
const wide = graph("wide", [24, 24, 16], { conv: conv2d(64, 3), relu: relu(), pool: globalAveragePooling2d(), fc: dense(2) });
const noise = Float32Array.from({ length: 24 * 64 }, (_, i) => Math.sin(i * i));
const data: Data = arrayData({ inputs: { input: { shape: [24, 8, 8, 1], data: noise } }, targets: { fc: { shape: [24], data: Int32Array.from({ length: 24 }, (_, i) => i % 2) } } });
const how = { loss: sparseCategoricalCrossentropy(), optimizer: adam(), epochs: 2, batchSize: 10 };
const inWorker = (): Promise<Engine> => useBackend("ort", { engines: [ort], threads: 1 });

async function trained(engine: Engine): Promise<object> {
  const net = await network(tiny, { engine, seed: 5 });
  const { history } = await fit(net, data, { ...how, validation: data });
  const state = await net.optimizerState();
  const outputs = await net.predict({ shape: [24, 8, 8, 1], data: noise }, { batchSize: 7 });
  const { weights } = await net.gradients({ inputs: (await data.batch(Uint32Array.of(1, 2))).inputs, of: { upstream: { fc: { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) } } }, withRespectTo: { weights: ["conv.weight"] } });
  const all = { history, state, outputs, weights, end: await net.weights(), measured: await evaluate(net, data, { loss: how.loss }) };
  net.dispose();
  return all;
}

test("a network in a worker trains, predicts and differentiates as one that is here, bit for bit", async () => {
  const engine = await inWorker();
  expect(engine).toMatchObject({ name: "onnxruntime", backend: "ort", threads: 1, reason: "it was asked for by name" });
  expect(await trained(engine)).toEqual(await trained(await ortOn(1)));
});

test("the thread that asks stays free, and the one that computes lets the program end", async () => {
  const net = await network(wide, { engine: await inWorker() });
  const batch = { inputs: { input: { shape: [64, 24, 24, 16], data: new Float32Array(64 * 24 * 24 * 16).fill(0.5) } }, targets: { fc: { shape: [64], data: new Int32Array(64) } } };
  let turns = 0;
  const counting = setInterval(() => void turns++, 1);
  await net.step(batch, { objective: { fc: { loss: how.loss, weight: 1 } }, optimizer: how.optimizer });
  clearInterval(counting);
  expect(turns).toBeGreaterThan(5);
  net.dispose();
  await expect(net.weights()).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: wide: the network has been disposed and cannot be used any more. Make a new one with await network(graph, { engine }); weights() read before dispose() can be given to it.]`);
});

test("errors come back in their own class", async () => {
  const engine = await inWorker();
  await expect(network(tiny, { engine, weights: {} })).rejects.toThrow(GraphError);
  const net = await network(tiny, { engine });
  await expect(net.run({ input: { shape: [1, 8, 8, 1], data: noise.subarray(0, 64) } }, { nodes: ["cnv"] })).rejects.toThrow(GraphError);
  net.dispose();
  const own = graph("own", [2], { mine: custom({ name: "mine", outputShape: ([x = []]) => x, run: () => 0 }) });
  await expect(network(own, { engine })).rejects.toThrow(CapabilityError);
});

/** What threads were started, and the exit codes of those that were told to end. */
function watched(): { readonly engine: Engine; readonly threads: readonly Thread[]; readonly ended: readonly Promise<number>[] } {
  const [threads, ended]: [Thread[], Promise<number>[]] = [[], []];
  const engine = threadedEngine("ort", 1, () => {
    const thread = startThread();
    threads.push(thread);
    return {
      ...thread,
      end() {
        const code = thread.end();
        ended.push(code);
        return code;
      },
    };
  });
  return { engine, threads, ended };
}

test("one thread holds all networks that there are, and ends with the last", async () => {
  const { engine, threads, ended } = watched();
  const [a, b] = [await network(tiny, { engine }), await network(tiny, { engine })];
  a.dispose();
  a.dispose();
  expect([threads.length, ended.length]).toEqual([1, 0]);
  await b.weights();
  b.dispose();
  expect([threads.length, ended.length]).toEqual([1, 1]);
  const c = await network(tiny, { engine });
  expect([threads.length, ended.length]).toEqual([2, 1]);
  c.dispose();
});

test("a thread whose network was trained and disposed of ends by itself, and is not stopped while sessions are being released", async () => {
  const { engine, ended } = watched();
  await trained(engine);
  expect(ended).toHaveLength(1);
  expect(await ended[0]).toBe(0);
});

test("a thread that fails says so, and the next network gets another", async () => {
  const scripts = [new URL("data:text/javascript,setTimeout(() => { throw new Error('out of luck'); }, 100)"), undefined];
  const engine = threadedEngine("ort", 1, () => startThread(scripts.shift()));
  await expect(network(tiny, { engine })).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: connect: the worker must stay alive. It failed: out of luck. Make a new one.]`);
  const net = await network(tiny, { engine });
  expect(Object.keys(await net.weights())).toContain("conv.weight");
  net.dispose();
  const gone = threadedEngine("ort", 1, () => startThread(new URL("data:text/javascript,process.exit(3)")));
  await expect(network(tiny, { engine: gone })).rejects.toThrow("It failed: it ended with exit code 3.");
});
