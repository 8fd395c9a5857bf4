import { chain, dense, graph } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import { adam, arrayData, earlyStopping, evaluate, features, findLearningRate, fit, network, sparseCategoricalCrossentropy, useBackend, type Network } from "../src/index.ts";

// What a person writes without types, or with an `any` between.

const tiny = graph("tiny", [3], { fc: dense(2) });
const columns = { inputs: { input: { shape: [4, 3], data: new Float32Array(12) } }, targets: { fc: { shape: [4], data: Int32Array.of(0, 1, 0, 1) } } };
const data = arrayData(columns);
const loss = sparseCategoricalCrossentropy();

let net: Network;
beforeAll(async () => {
  net = await network(tiny, { engine: await useBackend("cpu"), seed: 1 });
});

/** What a training with other options says. */
const said = async (options: object, samples: object = data): Promise<string> => fit(net, samples as never, { loss, optimizer: adam(), epochs: 1, ...options }).then(() => "trained", String);

test("data that are none train nothing silently", async () => {
  expect(await said({}, columns)).toMatchInlineSnapshot(`"RangeError: fit: data must have length and batch; arrayData makes it from arrays. Received {"inputs":{"input":{"shape":[4,3],"data":"Float32Array"}}…."`);
  expect(await said({}, Promise.resolve(data))).toMatchInlineSnapshot(`"RangeError: fit: data must have length and batch; arrayData makes it from arrays. Received a promise: await it."`);
  expect(await said({ validation: columns })).toContain("fit: validation must have length and batch;");
  expect(await said({}, arrayData({ inputs: {}, targets: {} }))).toMatchInlineSnapshot(`"RangeError: fit: data must have at least one sample. Received none."`);
  const elsewhere = { evaluate: evaluate(net, columns as never, { loss }), findLearningRate: findLearningRate(net, columns as never, { loss, optimizer: adam() }), features: features(net, columns as never) };
  for (const [name, answer] of Object.entries(elsewhere)) await expect(answer, name).rejects.toThrow(`${name}: data must have length and batch; arrayData makes it from arrays. Received {"inputs"`);
});

test("optimisers and losses that are none", async () => {
  expect(await said({ optimizer: "adam" })).toMatchInlineSnapshot(`"RangeError: optimizer: must be what adam() and its like give. Received "adam". Write optimizer: adam()."`);
  expect(await said({ optimizer: adam })).toMatchInlineSnapshot(`"RangeError: optimizer: must be what adam() and its like give. Received a function. Write optimizer: adam()."`);
  expect(await said({ optimizer: undefined })).toMatchInlineSnapshot(`"RangeError: optimizer: must be what adam() and its like give. Received undefined. Write optimizer: adam()."`);
  expect(await said({ loss: "sparseCategoricalCrossentropi" })).toMatchInlineSnapshot(`"RangeError: loss: must be what sparseCategoricalCrossentropy() and its like give. Received "sparseCategoricalCrossentropi". Write loss: sparseCategoricalCrossentropy()."`);
  expect(await said({ loss: sparseCategoricalCrossentropy })).toMatchInlineSnapshot(`"RangeError: loss: must be what sparseCategoricalCrossentropy() and its like give. Received a function. Write loss: sparseCategoricalCrossentropy()."`);
  expect(await said({ loss: undefined })).toMatchInlineSnapshot(`"RangeError: loss: must be what sparseCategoricalCrossentropy() and its like give. Received undefined. Write loss: sparseCategoricalCrossentropy()."`);
  expect(await said({ loss: { fc: "huber" } })).toMatchInlineSnapshot(`"RangeError: loss: must be what sparseCategoricalCrossentropy() and its like give. Received "huber". Write loss: huber()."`);
  await expect(fit(net, data, undefined as never)).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: fit: options must be a record { … }. Received undefined.]`);
});

test("metrics and callbacks that are none", async () => {
  expect(await said({ metrics: ["accuracy"] })).toMatchInlineSnapshot(`"RangeError: metrics: they must be lists of metrics by output, { "fc": [accuracy] } with accuracy of this package; classes have it without being asked. Received ["accuracy"]."`);
  expect(await said({ metrics: { fc: ["accuracy"] } })).toMatchInlineSnapshot(`"RangeError: metrics: they must be lists of metrics by output, { "fc": [accuracy] } with accuracy of this package; classes have it without being asked. Received {"fc":["accuracy"]}."`);
  expect(await said({ callbacks: { onEpochEnd: () => undefined } })).toMatchInlineSnapshot(`"RangeError: fit: callbacks must be a list: [{ onEpochEnd: … }]. Received {}."`);
  expect(await said({ callbacks: [{ onEpochEnds: () => undefined }] })).toMatchInlineSnapshot(`"RangeError: fit: no callback is asked at onEpochEnds. Did you mean "onEpochEnd"? There are onTrainBegin, onBatchEnd, onEpochEnd, onTrainEnd."`);
  expect(await said({ callbacks: [earlyStopping] })).toMatchInlineSnapshot(`"RangeError: fit: each callback must be a record with onTrainBegin, onBatchEnd, onEpochEnd, onTrainEnd, or what earlyStopping() and its like give. Received a function."`);
  expect(await said({ callbacks: [{ mine: 1, onEpochEnd: () => undefined }] })).toBe("trained");
});

test("graphs and inputs that are none", async () => {
  const { engine } = net;
  const open: object = chain("open", [3]).dense(2);
  await expect(network(open as never, { engine })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: graph: a chain must be ended. Received one without its end. Write .graph() after its last layer.]`);
  await expect(network(Promise.resolve(tiny) as never, { engine })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: graph: it must be what graph(), a chain's .graph() or parseGraph gives. Received a promise: await it.]`);
  await expect(net.predict(new Float32Array(3) as never)).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: tiny: predict takes an array with its shape, { shape: [N, …], data: Float32Array }, or such arrays by input. Received "Float32Array".]`);
  await expect(net.predict({ shape: [1, 3], data: [1, 2, 3] } as never)).rejects.toThrow(/^tiny: predict takes an array with its shape/);
});
