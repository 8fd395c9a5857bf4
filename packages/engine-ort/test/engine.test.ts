import { simd } from "@convscope/backend-simd";
import { batchNormalization, conv2d, custom, dense, dropout, embedding, flatten, globalAveragePooling1d, graph, relu, sequence, shared, type Graph } from "@convscope/core";
import { arrayData, backendLoaders, backendStatus, autoChoice, evaluate, network, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Arrays, type NdArray, type Network } from "@convscope/nn";
import { expectClose } from "@convscope/test-kit";
import { expect, test } from "vitest";
import { ortLoader, ortOnCards } from "../src/index.ts";
import { cores, importOrt, type Ort } from "../src/package.node.ts";

const ort = ortLoader({ worker: false });

const floats = (shape: readonly number[], ...data: readonly number[]): NdArray => ({ shape, data: Float32Array.from(data) });
const waves = (...shape: readonly number[]): NdArray => floats(shape, ...Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1 + 1.7 * i)));

const open = async (of: Graph, weights?: Arrays): Promise<Network> => network(of, { engine: await useBackend("ort", { engines: [ort], threads: 2 }), ...(weights && { weights }) });

/** y = 5 · relu(3 · x). */
const line = graph("line", [1], { first: dense(1, { useBias: false }), relu: relu(), second: dense(1, { useBias: false }) });
const lineWeights: Arrays = { "first.weight": floats([1, 1], 3), "second.weight": floats([1, 1], 5) };
const small = graph("small", [6, 6, 2], { conv: conv2d(3, 3), bn: batchNormalization(), relu: relu(), drop: dropout(0.5), flatten: flatten(), fc: dense(2) });

test("any nodes can be asked for, the graph's inputs too, as often as one likes", async () => {
  const net = await open(line, lineWeights);
  const x = { input: floats([2, 1], 1, -1) };
  for (const nodes of [["second", "input", "first", "second"], ["relu"], ["second"], ["first"], ["second", "input", "first", "second"]]) {
    const values = await net.run(x, { nodes });
    expect(Object.keys(values)).toEqual([...new Set(nodes)]);
    const expected: { readonly [node: string]: number[] } = { input: [1, -1], first: [3, -3], relu: [3, 0], second: [15, 0] };
    for (const [name, { shape, data }] of Object.entries(values)) expect([name, shape, [...data]]).toEqual([name, [2, 1], expected[name]]);
  }
  net.dispose();
});

test("maps come as everywhere, channels last, from the middle of a net and from what shares its weights", async () => {
  const twice = shared({ conv: conv2d(2, 3, { padding: 1 }) });
  const of = graph("shared", [5, 4, 2], { a: twice, relu: relu(), b: twice });
  const [there, here] = [await open(of), await network(of, { engine: await useBackend("simd", { engines: [tfjsLoader(simd)] }) })];
  const x = { input: waves(2, 5, 4, 2) };
  // Only the second use leads to b alone, and the weights stand under the first.
  for (const nodes of [["a.conv"], ["b.conv"], ["relu", "b.conv"]]) {
    const [found, expected] = [await there.run(x, { nodes }), await here.run(x, { nodes })];
    for (const name of nodes) {
      expect(found[name]?.shape).toEqual(expected[name]?.shape);
      expectClose(found[name]?.data ?? [], expected[name]?.data ?? []);
    }
  }
  there.dispose();
  here.dispose();
});

test("new weights are used from the next call on, and come back as they are", async () => {
  const net = await open(line, lineWeights);
  const x = floats([1, 1], 2);
  expect([...(await net.predict(x)).data]).toEqual([30]);
  await net.setWeights({ "second.weight": floats([1, 1], 7) });
  expect([...(await net.predict(x)).data]).toEqual([42]);
  expect(await net.weights()).toEqual({ "first.weight": floats([1, 1], 3), "second.weight": floats([1, 1], 7) });
  await expect(net.setWeights({ "second.weight": floats([1, 2], 7, 7) })).rejects.toThrowErrorMatchingInlineSnapshot(`
    [GraphError: line: the arrays must fit the graph. 1 of them does not:
    second.weight: must be 1×1. Received 1×2.]
  `);
  net.dispose();
  await expect(net.predict(x)).rejects.toThrowErrorMatchingInlineSnapshot(`[Error: line: the network has been disposed and cannot be used any more. Make a new one with await network(graph, { engine }); weights() read before dispose() can be given to it.]`);
});

test("tokens, any number of samples and none", async () => {
  const of = graph("words", sequence(3, 5), { words: embedding(5, 2), mean: globalAveragePooling1d() });
  const net = await open(of, { "words.weight": floats([5, 2], 0, 0, 1, 10, 2, 20, 3, 30, 4, 40) });
  const { data } = await net.predict({ shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 4, 4) });
  expect([...data]).toEqual([2, 20, 4, 40]);
  expect(await net.run({ input: { shape: [0, 3], data: new Int32Array() } })).toEqual({ mean: { shape: [0, 2], data: new Float32Array() } });
  await expect(net.predict({ shape: [1, 3], data: Int32Array.of(0, 5, 1) })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: words: input "input" must hold whole numbers from 0 to 4. Received 5.]`);
  net.dispose();
});

test("the loss and the metrics are those of other backends", async () => {
  const data = arrayData({ inputs: { input: waves(10, 6, 6, 2) }, targets: { fc: { shape: [10], data: Int32Array.from({ length: 10 }, (_, i) => i % 2) } } });
  const measured = [];
  for (const name of ["ort", "simd"]) {
    const net = await network(small, { engine: await useBackend(name, { engines: [ort, tfjsLoader(simd)] }), seed: 4 });
    measured.push(await evaluate(net, data, { loss: sparseCategoricalCrossentropy(), batchSize: 4 }));
    net.dispose();
  }
  expect(measured[0]?.metrics).toEqual(measured[1]?.metrics);
  expect(measured[0]?.loss).toBeCloseTo(measured[1]?.loss ?? NaN, 5);
});

test("what it has no operations for is refused, with the way out", async () => {
  const own = graph("own", [2], { mine: custom({ name: "mine", outputShape: ([x = []]) => x, run: () => 0 }) });
  await expect(network(own, { engine: await useBackend("ort", { engines: [ort] }) })).rejects.toThrowErrorMatchingInlineSnapshot(`[CapabilityError: own: the backend ort must be able to run every layer. Received mine (custom): what it computes is a function in JavaScript, which ONNX has no operations for. Use another backend, such as useBackend("cpu").]`);
});

test("auto takes it where it is installed; missing or broken, it says how to get it", async () => {
  const rows = await backendStatus(backendLoaders({ engines: [ort, ...ortOnCards, tfjsLoader(simd)] }));
  expect(rows.find(({ name }) => name === "ort")).toMatchObject({ engine: "onnxruntime", available: true, note: "ONNX Runtime on the processor", version: expect.stringMatching(/^1\./) });
  expect(autoChoice(rows)?.name).toBe("ort");
  const missing = ortLoader({ load: () => Promise.reject(Object.assign(new Error("Cannot find package 'onnxruntime-node' imported from here"), { code: "ERR_MODULE_NOT_FOUND" })) });
  expect(await missing.check()).toEqual({ available: false, note: "not installed; npm install onnxruntime-node" });
  expect(await ortLoader({ load: () => Promise.reject(new Error("libonnxruntime.so.1: cannot open\nat x")) }).check()).toEqual({ available: false, note: "onnxruntime-node does not load: libonnxruntime.so.1: cannot open" });
  expect(await ortLoader({ load: async () => ({}) as Ort }).check()).toEqual({ available: false, note: "onnxruntime-node does not load: Cannot read properties of undefined (reading 'versions')" });
  await expect(useBackend("ort", { engines: [missing] })).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: backend ort: not to be had here. ort: not installed; npm install onnxruntime-node]`);
  const broken: Ort = { ...(await import("onnxruntime-node")), InferenceSession: { create: () => Promise.reject(new Error("no space\nat x")) } };
  expect(await ortLoader({ load: async () => broken }).check()).toMatchObject({ available: false, note: "a tiny training step fails: no space" });
});

test("a batch for which there is no memory is refused in words", async () => {
  const package_ = await import("onnxruntime-node");
  const poor: Ort = {
    ...package_,
    InferenceSession: {
      async create(...args) {
        const session = await package_.InferenceSession.create(...args);
        // What the engine tries at its start succeeds.
        return session.inputNames.includes("fc.weight") ? Object.assign(session, { run: () => Promise.reject(new Error("bfc_arena.cc:360 Failed to allocate memory for requested buffer of size 9")) }) : session;
      },
    },
  };
  const net = await network(graph("one", [2], { fc: dense(1) }), { engine: await ortLoader({ worker: false, load: async () => poor }).open() });
  const upstream = { fc: floats([3, 1], 1, 1, 1) };
  await expect(net.gradients({ inputs: { input: waves(3, 2) }, of: { upstream }, withRespectTo: { weights: ["fc.weight"] } })).rejects.toThrowErrorMatchingInlineSnapshot(`[BackendError: one: there must be memory for all that a batch computes. ONNX Runtime found too little. Received a batch of 3. Use a smaller batch.]`);
  net.dispose();
});

test("a slip in the number of threads does not take the machine", async () => {
  const threads = async (asked: number): Promise<number> => (await ort.open({ threads: asked })).threads;
  expect(await threads(3)).toBe(3);
  for (const many of [1000, 100_000_000, 4_294_967_297]) expect(await threads(many)).toBe(Math.max(64, cores()));
});

test("what ONNX Runtime may compute on besides is tried by a tiny training step, and never taken unasked", async () => {
  const package_ = await import("onnxruntime-node");
  const asked: unknown[] = [];
  const cuda: Ort = {
    ...package_,
    listSupportedBackends: () => [{ name: "cpu", bundled: true }, { name: "cuda", bundled: false }],
    InferenceSession: { create(model, { executionProviders, ...options } = {}) { asked.push(executionProviders); return package_.InferenceSession.create(model, options); } },
  };
  expect(await ortLoader({ provider: "cuda", load: async () => cuda }).check()).toMatchObject({ available: true, device: "graphics card", note: "ONNX Runtime through cuda", reluctant: "how fast it is was not measured" });
  expect(new Set(asked.map((one) => JSON.stringify(one)))).toEqual(new Set(['["cuda","cpu"]']));
  const without: Ort = { ...cuda, InferenceSession: { create: () => Promise.reject(new Error("no space")) } };
  expect(await ortLoader({ provider: "cuda", load: async () => without }).check()).toMatchObject({ available: false, note: "a tiny training step fails: no space; cuda needs its own libraries, and those that onnxruntime-node's install scripts fetch" });
  const wordy: Ort = { ...cuda, InferenceSession: { create: () => Promise.reject(new Error("/src/webgpu/context.cc:136 void Context::Initialize(const Config&)::<lambda()> result.status == Status::Success was false. Failed to get a WebGPU adapter: No supported adapters\nat x")) } };
  expect(await ortLoader({ provider: "cpu", load: async () => wordy }).check()).toMatchObject({ available: false, note: "a tiny training step fails: Failed to get a WebGPU adapter: No supported adapters" });
  expect(await ortLoader({ provider: "webgpu", load: async () => cuda }).check()).toMatchObject({ available: false, note: "onnxruntime-node has nothing for webgpu on this system" });
  expect(ortOnCards.map(({ name }) => name)).toEqual(["ort-cuda", "ort-dml", "ort-coreml", "ort-webgpu"]);
});

test("ONNX Runtime keeps to itself, unless told otherwise", async () => {
  const before = process.env["ORT_DISABLE_TELEMETRY"];
  try {
    delete process.env["ORT_DISABLE_TELEMETRY"];
    await importOrt();
    expect(process.env["ORT_DISABLE_TELEMETRY"]).toBe("1");
    process.env["ORT_DISABLE_TELEMETRY"] = "0";
    await importOrt();
    expect(process.env["ORT_DISABLE_TELEMETRY"]).toBe("0");
  } finally {
    if (before !== undefined) process.env["ORT_DISABLE_TELEMETRY"] = before;
  }
});
