import { add, branches, conv2d, custom, dense, dropout, embedding, flatten, from, globalAveragePooling1d, graph, kinds, maxUnpooling2d, maxPooling2d, relu, sequence, step, tanh, type Graph, type Layer } from "@convscope/core";
import { layersByKind } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { adam, capabilities, CapabilityError, network, sgd, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Engine, type TfjsBackendPackage } from "../index.ts";
import { borrowBackend } from "./borrowed.ts";

const troubled = graph("troubled", [4, 4, 2], {
  conv: conv2d(2, 3, { padding: "same" }),
  step: step(),
  sum: branches([[], custom({ name: "broken", outputShape: ([x = []]) => x, run: () => { throw new Error("not on this engine"); } })], add()),
  pool: maxPooling2d(2),
  up: branches([[], from("sum.1")], maxUnpooling2d(2)),
  flatten: flatten(),
  fc: dense(2),
});

describe.each(["cpu", "wasm"] as const)("on %s", (backend) => {
  test("each layer says whether it runs and trains", async () => {
    const found = await capabilities(troubled, await useBackend(backend));
    expect(found.filter(({ runs, trains, note }) => !runs || !trains || note !== "")).toEqual([
      { node: "step", layer: "step", runs: true, trains: false, note: "its derivative is zero everywhere: nothing before it learns" },
      { node: "sum.1", layer: "custom", runs: false, trains: false, error: "not on this engine", note: "not on this engine" },
      { node: "up.maxUnpooling2d", layer: "maxUnpooling2d", runs: true, trains: true, note: "no gradient to sum.1" },
    ]);
    expect(found.map(({ node }) => node)).toEqual(troubled.nodes.map(({ name }) => name));
  });

  test("what the cpu backend computes for another is named", async () => {
    const words = graph("words", sequence(3, 5), { embed: embedding(5, 2), pool: globalAveragePooling1d(), relu: relu(), drop: dropout(0.5), fc: dense(1) });
    const notes = (await capabilities(words, await useBackend(backend))).filter(({ note }) => note !== "").map(({ node, note }) => `${node}: ${note}`);
    expect(notes).toEqual(backend === "cpu" ? [] : ["embed: computed by the cpu backend: UnsortedSegmentSum"]);
  });
});

test.each(kinds.filter((kind) => kind !== "custom"))("%s runs and trains on cpu whatever its options", async (kind) => {
  const engine = await useBackend("cpu");
  await fc.assert(
    fc.asyncProperty(layersByKind[kind], async ({ layer, inputs }) => {
      const names = inputs.map((_, i) => `in${i}`);
      const alone: Graph = { name: kind, inputs: Object.fromEntries(inputs.map((shape, i) => [`in${i}`, "vocabulary" in layer ? sequence(shape[0] ?? 1, layer.vocabulary) : shape])), outputs: ["node"], nodes: [{ name: "node", layer, inputs: names }] };
      expect(await capabilities(alone, engine)).toMatchObject([{ runs: true }]);
      expect((await capabilities(alone, engine))[0]).not.toHaveProperty("error");
    }),
    { numRuns: 8 },
  );
});

test("a dropout that leaves little still lets a gradient through", async () => {
  const sparse = graph("sparse", [4], { fc: dense(8), drop: dropout(0.9), out: dense(2) });
  expect((await capabilities(sparse, await useBackend("cpu"))).filter(({ trains }) => !trains)).toEqual([]);
});

test("a kind that the engine does not know is refused when the network is made", async () => {
  const [node] = graph("new", [4], { one: relu() }).nodes;
  const strange: Graph = { name: "new", inputs: { input: [4] }, outputs: ["one"], nodes: node ? [{ ...node, layer: { kind: "quantumConv2d" } as never as Layer }] : [] };
  const engine = await useBackend("cpu");
  await expect(capabilities(strange, engine)).rejects.toThrow(CapabilityError);
  await expect(network(strange, { engine, weights: {} })).rejects.toThrowErrorMatchingInlineSnapshot(`[CapabilityError: new: every layer must be of a kind that the engine tfjs knows. Received one (quantumConv2d). Use one version of all packages, or custom({ run }).]`);
});

describe("a backend without the gradient of a convolution's kernel, and without tanh", () => {
  let takeAway = async (): Promise<void> => undefined;
  afterAll(() => takeAway());
  const lacking: TfjsBackendPackage = {
    name: "lacking", note: "", check: async () => ({ available: true, note: "", threads: 1 }),
    async register() {
      if (tf.findBackendFactory("lacking")) return { name: "lacking", threads: 1 };
      takeAway = await borrowBackend("lacking");
      for (const kernel of ["Conv2DBackpropFilter", "Tanh"]) tf.unregisterKernel(kernel, "lacking");
      return { name: "lacking", threads: 1 };
    },
  };
  const open = (): Promise<Engine> => useBackend("lacking", { engines: [tfjsLoader(lacking)] });
  const convolved = graph("convolved", [4, 4, 1], { one: conv2d(2, 3), two: conv2d(3, 1), flatten: flatten(), fc: dense(2) });
  const batch = { inputs: { input: { shape: [1, 4, 4, 1], data: new Float32Array(16).fill(1) } }, targets: { fc: { shape: [1], data: Int32Array.of(1) } } };
  const how = { objective: { fc: { loss: sparseCategoricalCrossentropy(), weight: 1 } }, optimizer: sgd() };

  test("a graph that needs tanh is refused when the network is made, every layer named", async () => {
    const bent = graph("bent", [4], { a: dense(3), first: tanh(), b: dense(2), second: tanh() });
    await expect(network(bent, { engine: await open() })).rejects.toThrowErrorMatchingInlineSnapshot(`[CapabilityError: bent: the backend lacking must be able to run every layer. Received first (tanh): Kernel 'Tanh' not registered for backend 'lacking'; second (tanh): Kernel 'Tanh' not registered for backend 'lacking'. Use another backend, such as useBackend("cpu").]`);
  });

  test("convolutions run, and are named before a step begins", async () => {
    const net = await network(convolved, { engine: await open() });
    expect((await net.predict(batch.inputs.input)).shape).toEqual([1, 2]);
    const before = await net.weights();
    await expect(net.step(batch, how)).rejects.toThrowErrorMatchingInlineSnapshot(`[CapabilityError: convolved: the backend lacking must be able to train every layer. Received one (conv2d): Kernel 'Conv2DBackpropFilter' not registered for backend 'lacking'; two (conv2d): Kernel 'Conv2DBackpropFilter' not registered for backend 'lacking'. Use another backend, such as useBackend("cpu").]`);
    expect(await net.weights()).toEqual(before);
    net.dispose();
  });

  test("behind them a step is free to learn", async () => {
    const net = await network(convolved, { engine: await open() });
    expect((await net.step(batch, { ...how, trainable: ["fc.weight"] })).loss).toBeGreaterThan(0);
    await expect(net.step(batch, { ...how, trainable: ["two.bias"] })).rejects.toThrow("two (conv2d)");
    net.dispose();
  });

  test("a loss that needs what it lacks is named too, or an optimiser", async () => {
    const net = await network(convolved, { engine: await open() });
    const free = { ...how, trainable: ["fc.weight"] };
    tf.unregisterKernel("Sqrt", "lacking");
    await expect(net.step(batch, { ...free, optimizer: adam() })).rejects.toThrow("Kernel 'Sqrt' not registered");
    tf.unregisterKernel("Log", "lacking");
    await expect(net.step(batch, { ...free, objective: { fc: { loss: sparseCategoricalCrossentropy({ from: "probabilities" }), weight: 1 } } })).rejects.toThrowErrorMatchingInlineSnapshot(`[CapabilityError: convolved: the backend lacking must be able to compute the losses and the optimiser's step. Received: Kernel 'Log' not registered for backend 'lacking' Use another backend, such as useBackend("cpu").]`);
    expect((await net.optimizerState()).steps).toBe(0);
    net.dispose();
  });
});

test("a layer of one's own may refuse made-up numbers", async () => {
  const wary = graph("wary", [2], { only: custom({ name: "wary", outputShape: ([x = []]) => x, run: ([x]: readonly tf.Tensor[]) => {
    if (x?.shape[0] !== 1) throw new Error("one at a time");
    return x;
  } }) });
  const net = await network(wary, { engine: await useBackend("cpu") });
  expect((await net.predict({ shape: [1, 2], data: Float32Array.of(3, 4) })).data).toEqual(Float32Array.of(3, 4));
  net.dispose();
});
