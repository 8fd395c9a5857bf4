import { MessageChannel } from "node:worker_threads";
import { conv2d, custom, dense, dropout, flatten, graph, maxPooling2d, relu } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { adam, arrayData, BackendError, capabilities, connect, evaluate, fit, network, serve, sparseCategoricalCrossentropy, useBackend, type BackendLoader, type Data, type Engine, type Port } from "../src/index.ts";

/** Both ends of a channel, over which everything is cloned as it is between threads. */
function channel(engines: readonly BackendLoader[] = []): Port {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  // Node's ports take what browsers' take; only their declarations differ.
  serve(port2 as never as Port, { engines });
  return port1 as never as Port;
}

const tiny = graph("tiny", [6, 6, 1], { conv: conv2d(4, 3), relu: relu(), pool: maxPooling2d(2), flatten: flatten(), drop: dropout(0.3), fc: dense(2) });
const noise = Float32Array.from({ length: 24 * 36 }, (_, i) => Math.sin(i * i));
const data: Data = arrayData({ inputs: { input: { shape: [24, 6, 6, 1], data: noise } }, targets: { fc: { shape: [24], data: Int32Array.from({ length: 24 }, (_, i) => i % 2) } } });
const how = { loss: sparseCategoricalCrossentropy(), optimizer: adam(), epochs: 2, batchSize: 8 };

let tensors = 0;
beforeAll(async () => void (await useBackend("cpu")));
beforeEach(() => void (tensors = tf.memory().numTensors));
afterEach(() => expect(tf.memory().numTensors).toBe(tensors));

async function trained(engine: Engine): Promise<object> {
  const net = await network(tiny, { engine, seed: 5 });
  const { history } = await fit(net, data, { ...how, validation: data });
  const state = await net.optimizerState();
  const outputs = await net.predict({ shape: [24, 6, 6, 1], data: noise }, { batchSize: 7 });
  const { weights } = await net.gradients({ inputs: (await data.batch(Uint32Array.of(1, 2))).inputs, of: { upstream: { fc: { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) } } }, withRespectTo: { weights: ["conv.weight"] } });
  const all = { history, state, outputs, weights, end: await net.weights(), measured: await evaluate(net, data, { loss: how.loss }) };
  net.dispose();
  return all;
}

describe("a network in a worker", () => {
  test("trains, predicts and differentiates as one that is here, bit for bit", async () => {
    const engine = await connect(channel(), { backend: "cpu" });
    expect(engine).toMatchObject({ name: "tfjs", backend: "cpu", threads: 1, reason: "it was asked for by name" });
    expect(await trained(engine)).toEqual(await trained(await useBackend("cpu")));
    expect(noise.length).toBe(24 * 36);
    expect(await capabilities(tiny, engine)).toEqual(await capabilities(tiny, await useBackend("cpu")));
  });

  test("goes on elsewhere as if it had not stopped", async () => {
    const [there, here] = [await network(tiny, { engine: await connect(channel(), { backend: "cpu" }), seed: 5 }), await network(tiny, { engine: await useBackend("cpu"), seed: 5 })];
    const whole = await fit(here, data, how);
    await fit(there, data, { ...how, epochs: 1 });
    const moved = await network(tiny, { engine: await useBackend("cpu"), seed: 5, weights: await there.weights() });
    const { history } = await fit(moved, data, { ...how, resume: { history: whole.history.slice(0, 1), weights: await there.weights(), optimizer: await there.optimizerState() } });
    expect(history).toEqual(whole.history);
    await there.setWeights({ "fc.bias": { shape: [2], data: Float32Array.of(7, 8) } });
    expect((await there.weights())["fc.bias"]?.data).toEqual(Float32Array.of(7, 8));
    await there.setOptimizerState(await moved.optimizerState());
    expect(await there.optimizerState()).toEqual(await moved.optimizerState());
    for (const net of [there, here, moved]) net.dispose();
    // Asked after it, so answered after it has gone.
    await there.engine.capabilities(tiny);
  });

  test("ends with the batch that is under way when the page asks it to", async () => {
    const net = await network(tiny, { engine: await connect(channel(), { backend: "cpu" }) });
    const controller = new AbortController();
    let batches = 0;
    const { ended } = await fit(net, data, { ...how, signal: controller.signal, callbacks: [{ onBatchEnd: () => void (++batches === 2 && controller.abort()) }] });
    expect([ended, batches]).toEqual(["aborted", 2]);
    net.dispose();
    await expect(net.weights()).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: tiny: the network has been disposed and cannot be used any more. Make a new one with await network(graph, { engine }); weights() read before dispose() can be given to it.]`);
    await net.engine.capabilities(tiny);
  });
});

describe("what goes wrong there is told here", () => {
  test("in the classes of this side", async () => {
    await expect(connect(channel(), { backend: "abacus" })).rejects.toThrow(BackendError);
    const engine = await connect(channel(), { backend: "cpu" });
    await expect(network(tiny, { engine, weights: {} })).rejects.toThrow(/^tiny: /);
    await expect(connect(channel(), { thread: 2 } as object)).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: connect: unknown option thread. Did you mean "threads"? Options: backend, threads, timeout.]`);
  });

  test("functions cannot go over", async () => {
    const engine = await connect(channel(), { backend: "cpu" });
    const own = graph("own", [2], { mine: custom({ name: "mine", outputShape: ([x = []]) => x, run: ([x]: readonly tf.Tensor[]) => x as tf.Tensor }) });
    await expect(network(own, { engine })).rejects.toThrowErrorMatchingInlineSnapshot(`[TypeError: connect: what goes to a worker must be data. Received a function, such as a custom layer's; train such a graph where it was made, or make it in the worker.]`);
  });

  test("a worker that fails answers nobody any more", async () => {
    const listeners: { [type: string]: (event: { readonly message?: unknown }) => void } = {};
    const dead: Port = { postMessage: () => undefined, addEventListener: (type, listener) => void (listeners[type] = listener) };
    const connected = connect(dead);
    listeners["message"]?.({ message: "someone else's" });
    listeners["error"]?.({ message: "Uncaught SyntaxError" });
    await expect(connected).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: connect: the worker must stay alive. It failed: Uncaught SyntaxError. Make a new one.]`);
    const lost = connect(dead);
    listeners["messageerror"]?.({});
    await expect(lost).rejects.toThrow("a message was lost");
  });

  test("a script that serves nobody is given up, or waited for where that is wanted", async () => {
    const deaf: Port = { postMessage: () => undefined, addEventListener: () => undefined };
    await expect(connect(deaf, { timeout: 20 })).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: connect: the worker has not answered in 0.02 s: its script must call serve(self). Where it takes longer to load, give a greater timeout in milliseconds; 0 waits for ever.]`);
    await expect(connect(deaf, { timeout: -1 })).rejects.toThrow("connect: timeout must be a whole number ≥ 0. Received -1.");
    expect(await connect(channel(), { backend: "cpu", timeout: 0 })).toMatchObject({ backend: "cpu" });
  });

  test("close() ends a training whose worker has been ended without a word, and refuses what comes after", async () => {
    const real = channel();
    let ended = false;
    const port: Port = { postMessage: (message, how) => { if (!ended) real.postMessage(message, how); }, addEventListener: (type, listener) => { real.addEventListener(type, listener); }, start: () => real.start?.() };
    const engine = await connect(port, { backend: "cpu" });
    const net = await network(tiny, { engine, seed: 5 });
    const controller = new AbortController();
    const training = fit(net, data, { ...how, signal: controller.signal, callbacks: [{ onBatchEnd: () => { controller.abort(); ended = true; } }], average: { decay: 0.9 } });
    setTimeout(() => { engine.close(); }, 50);
    await expect(training).rejects.toThrow(BackendError);
    await expect(net.weights()).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: connect: the engine must not be closed while it is used. Received close(), after which nothing is answered. Connect again, to a worker that runs.]`);
    await expect(network(tiny, { engine })).rejects.toThrow(BackendError);
    // Of a worker that runs on, networks are still freed.
    ended = false;
    net.dispose();
    await (await connect(real, { backend: "cpu" })).capabilities(tiny);
  });

  test("a port that closes tells it by itself", async () => {
    const { port1, port2 } = new MessageChannel();
    serve(port2 as never as Port);
    const engine = await connect(port1 as never as Port, { backend: "cpu" });
    port2.close();
    await expect(engine.capabilities(tiny)).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: connect: the worker must stay alive. It failed: it was ended. Make a new one.]`);
  });
});
