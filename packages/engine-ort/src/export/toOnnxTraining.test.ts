import { batchNormalization, conv2d, dense, depthwiseConv2d, dropout, flatten, graph, maxPooling2d, relu } from "@convscope/core";
import { fromTorch } from "@convscope/exchange";
import { adam, initialWeights, nadam, network, objectiveOf, randomOf, sgd, sparseCategoricalCrossentropy, useBackend, type Arrays, type NdArray, type Optimizer } from "@convscope/nn";
import { expectClose } from "@convscope/test-kit";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { createContext, runInContext } from "node:vm";
import { expect, test } from "vitest";
import { toOnnxTraining } from "./toOnnxTraining.ts";

const net = graph("net", [10, 9, 2], {
  conv: conv2d(6, 3, { strides: 2, padding: "same", useBias: false }), bn: batchNormalization(), relu: relu(), deep: depthwiseConv2d(3, { padding: "same" }), pool: maxPooling2d(2), drop: dropout(0.4), flatten: flatten(), fc: dense(7), act: relu(), out: dense(3),
});
const batchSize = 4;
const x = (step: number): NdArray => ({ shape: [batchSize, 10, 9, 2], data: Float32Array.from({ length: batchSize * 180 }, (_, i) => Math.sin(i * (step + 1.3))) });
const y = (step: number): NdArray => ({ shape: [batchSize], data: Int32Array.from({ length: batchSize }, (_, i) => (i + step) % 3) });

/** Trains as the README says, with nothing but the two files: the model's own words say which numbers a step takes. */
async function loop(model: Uint8Array, state: Arrays, words: { readonly [key: string]: string }, steps: number, random: (name: string, shape: readonly number[], step: number) => Float32Array): Promise<{ readonly losses: readonly number[]; readonly state: Arrays }> {
  const session = await InferenceSession.create(model);
  const numbers = JSON.parse(words["numbers"] ?? "") as { readonly [name: string]: string };
  const scope = createContext(JSON.parse(words["first"] ?? "") as object);
  const losses: number[] = [];
  let now = state;
  for (let t = 1; t <= steps; t++) {
    scope["t"] = t;
    for (const [name, formula] of Object.entries(numbers)) scope[name] = runInContext(formula, scope) as number;
    const feeds = Object.fromEntries(session.inputMetadata.map((input) => {
      if (!input.isTensor) throw new Error("tensors only");
      const { name, shape } = input as { readonly name: string; readonly shape: readonly number[] };
      const array = now[name];
      if (name === "input") return [name, new Tensor("float32", x(t).data as Float32Array, shape)];
      if (name.startsWith("target/")) return [name, new Tensor("int64", BigInt64Array.from([...y(t).data], BigInt), shape)];
      if (name.startsWith("random/")) return [name, new Tensor("float32", random(name, shape, t - 1), shape)];
      return [name, new Tensor("float32", array ? (array.data as Float32Array) : Float32Array.of(scope[name] as number), shape)];
    }));
    const outputs = await session.run(feeds);
    losses.push(Number(outputs["loss"]?.data[0]));
    now = Object.fromEntries(Object.entries(now).map(([name, array]) => { const next = outputs[`${name}/next`]; return [name, next ? { shape: [...next.dims], data: next.data as Float32Array } : array]; }));
  }
  await session.release();
  return { losses, state: now };
}

/** The words of a model, from its bytes: keys and values are fields 1 and 2 of the model's field 14. */
function wordsOf(model: Uint8Array, keys: readonly string[]): { readonly [key: string]: string } {
  const text = Buffer.from(model).toString("latin1");
  return Object.fromEntries(keys.map((key) => {
    const at = text.lastIndexOf(`\n${String.fromCharCode(key.length)}${key}\x12`) + key.length + 3;
    let [size, shift, place] = [0, 0, at];
    for (;;) {
      const byte = model[place++] ?? 0;
      size += (byte & 127) * 2 ** shift;
      shift += 7;
      if (byte < 128) break;
    }
    return [key, new TextDecoder().decode(model.subarray(place, place + size))];
  }));
}

test.each<[string, Optimizer]>([["adam", adam()], ["sgd", sgd({ momentum: 0.9, dampening: 0.1, clipNorm: 1 })], ["nadam", nadam({ weightDecay: 0.01 })]])("three steps of the exported model are three steps here, with %s", async (_, optimizer) => {
  const weights = initialWeights(net, { seed: 3 });
  const loss = sparseCategoricalCrossentropy();
  const here = await network(net, { engine: await useBackend("cpu"), seed: 11, weights });
  const expected: number[] = [];
  for (let t = 1; t <= 3; t++) expected.push((await here.step({ inputs: { input: x(t) }, targets: { out: y(t) } }, { objective: objectiveOf(net, loss), optimizer })).loss);
  const { model, state } = toOnnxTraining(net, { batchSize, loss, optimizer, weights });
  const random = (name: string, shape: readonly number[], step: number): Float32Array => randomOf(11, name.slice("random/".length), step).uniforms(shape.reduce((a, b) => a * b, 1));
  const trained = await loop(model, state, wordsOf(model, ["numbers", "first"]), 3, random);
  expectClose(trained.losses, expected, { relative: 1e-5, absolute: 1e-6 });
  const back = fromTorch(net, Object.fromEntries(Object.entries(trained.state).filter(([name]) => !name.includes("/"))));
  for (const [key, { shape, data }] of Object.entries(await here.weights())) {
    expect([key, back[key]?.shape]).toEqual([key, shape]);
    expectClose(back[key]?.data ?? [], data, { relative: 1e-4, absolute: 2e-5 }, key);
  }
  here.dispose();
});

test("it asks for what its words say, in ONNX's own operations", async () => {
  const { model, state } = toOnnxTraining(net, { batchSize, loss: sparseCategoricalCrossentropy(), optimizer: adam(), metadata: { classes: "[]" } });
  expect(Buffer.from(model).includes("com.microsoft")).toBe(false);
  const words = wordsOf(model, ["inputs", "numbers", "first", "classes"]);
  expect(JSON.parse(words["inputs"] ?? "")).toMatchInlineSnapshot(`
    {
      "bn.bias": "a weight, in PyTorch's layout",
      "bn.bias/exp_avg": "what the optimiser remembers of bn.bias",
      "bn.bias/exp_avg_sq": "what the optimiser remembers of bn.bias",
      "bn.running_mean": "a weight, in PyTorch's layout",
      "bn.running_var": "a weight, in PyTorch's layout",
      "bn.weight": "a weight, in PyTorch's layout",
      "bn.weight/exp_avg": "what the optimiser remembers of bn.weight",
      "bn.weight/exp_avg_sq": "what the optimiser remembers of bn.weight",
      "conv.weight": "a weight, in PyTorch's layout",
      "conv.weight/exp_avg": "what the optimiser remembers of conv.weight",
      "conv.weight/exp_avg_sq": "what the optimiser remembers of conv.weight",
      "deep.bias": "a weight, in PyTorch's layout",
      "deep.bias/exp_avg": "what the optimiser remembers of deep.bias",
      "deep.bias/exp_avg_sq": "what the optimiser remembers of deep.bias",
      "deep.weight": "a weight, in PyTorch's layout",
      "deep.weight/exp_avg": "what the optimiser remembers of deep.weight",
      "deep.weight/exp_avg_sq": "what the optimiser remembers of deep.weight",
      "fc.bias": "a weight, in PyTorch's layout",
      "fc.bias/exp_avg": "what the optimiser remembers of fc.bias",
      "fc.bias/exp_avg_sq": "what the optimiser remembers of fc.bias",
      "fc.weight": "a weight, in PyTorch's layout",
      "fc.weight/exp_avg": "what the optimiser remembers of fc.weight",
      "fc.weight/exp_avg_sq": "what the optimiser remembers of fc.weight",
      "input": "the samples, channels last",
      "out.bias": "a weight, in PyTorch's layout",
      "out.bias/exp_avg": "what the optimiser remembers of out.bias",
      "out.bias/exp_avg_sq": "what the optimiser remembers of out.bias",
      "out.weight": "a weight, in PyTorch's layout",
      "out.weight/exp_avg": "what the optimiser remembers of out.weight",
      "out.weight/exp_avg_sq": "what the optimiser remembers of out.weight",
      "random/drop": "uniform random numbers from 0 to below 1, drawn anew for each step",
      "step/epsilon": "a number of the step: see numbers",
      "step/keep": "a number of the step: see numbers",
      "step/size": "a number of the step: see numbers",
      "step/take": "a number of the step: see numbers",
      "target/out": "what out should be, for sparseCategoricalCrossentropy: whole numbers from 0 to 2",
    }
  `);
  expect([words["numbers"], words["first"], words["classes"]]).toMatchInlineSnapshot(`
    [
      "{"step/keep":"0.9","step/take":"1 - 0.9","root":"(1 - 0.999 ** t) ** 0.5","step/size":"rate / (1 - 0.9 ** t) * root","step/epsilon":"1e-8 * root"}",
      "{"rate":0.001}",
      "[]",
    ]
  `);
  const session = await InferenceSession.create(model);
  const numbers = Object.keys(JSON.parse(words["numbers"] ?? "") as object);
  expect(session.inputNames.filter((name) => !(name in state) && !numbers.includes(name))).toEqual(["input", "random/drop", "target/out"]);
  expect(session.outputNames.filter((name) => !name.endsWith("/next"))).toEqual(["loss", "loss/out", "value/out"]);
  expect(session.outputNames.filter((name) => name.endsWith("/next")).every((name) => name.slice(0, -"/next".length) in state)).toBe(true);
  await session.release();
});

test("what cannot be trained is refused", () => {
  const how = { loss: sparseCategoricalCrossentropy(), optimizer: sgd() };
  expect(() => toOnnxTraining(net, { ...how, batchSize: 0 })).toThrowErrorMatchingInlineSnapshot(`[RangeError: toOnnxTraining: batchSize must be a whole number from 1 to 65536. Received 0.]`);
  expect(() => toOnnxTraining(net, { ...how, batchSize: 2 ** 53 })).toThrow(RangeError);
  const { "out.bias": _, ...weights } = initialWeights(net);
  expect(() => toOnnxTraining(net, { ...how, weights })).toThrowErrorMatchingInlineSnapshot(`[GraphError: net: all weights must be there. Received none for out.bias.]`);
});
