import { kinds, LayerError, type Graph, type Kind } from "@convscope/core";
import { fromTfjs, toTfjs, type Arrays, type TfjsFiles } from "@convscope/exchange";
import { models } from "@convscope/models";
import { expectClose, graphOf, layersByKind } from "@convscope/test-kit";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { network } from "../../src/index.ts";
import { engineOn } from "../backends.ts";
import { families } from "../families.ts";
import { madeUpCase, type Case } from "../pytorch/python.ts";
import { smallest } from "../smallest.ts";

/** What @tensorflow/tfjs-layers computes from the files. */
async function theirs(files: TfjsFiles, { graph, inputs }: Case): Promise<readonly Float32Array[]> {
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(files["model.json"])) as { readonly modelTopology: object; readonly weightsManifest: [{ readonly paths: readonly string[]; readonly weights: tf.io.WeightsManifestEntry[] }] };
  const parts = weightsManifest[0].paths.map((path) => Buffer.from(files[path] ?? []));
  const joined = Buffer.concat(parts);
  const model = await layers.loadLayersModel({ load: () => Promise.resolve({ modelTopology, weightSpecs: weightsManifest[0].weights, weightData: joined.buffer.slice(joined.byteOffset, joined.byteOffset + joined.length) }) });
  const given = Object.keys(graph.inputs).map((name) => tf.tensor(Float32Array.from(inputs[name]?.data ?? []), [...(inputs[name]?.shape ?? [])]));
  const found = [model.predict(given)].flat();
  const data = await Promise.all(found.map(async (y) => Float32Array.from(await y.data())));
  for (const tensor of [...given, ...found]) tensor.dispose();
  model.dispose();
  return data;
}

async function ours({ graph, weights, inputs }: Case): Promise<readonly Float32Array[]> {
  const net = await network(graph, { engine: await engineOn("cpu"), weights });
  const found = await net.predict(inputs);
  net.dispose();
  return graph.outputs.map((name) => Float32Array.from(found[name]?.data ?? []));
}

const close = (actual: readonly Float32Array[], expected: readonly Float32Array[], what: string): void =>
  expected.forEach((data, i) => expectClose(actual[i] ?? [], data, { relative: 1e-4, absolute: 1e-4 * Math.max(...data.map(Math.abs)) }, what));

/** Written, loaded by TensorFlow.js, read back by us: all compute the same. False where it cannot be written. */
async function roundTrip(one: Case): Promise<boolean> {
  let files: TfjsFiles;
  try {
    files = toTfjs(one.graph, one.weights, { shardBytes: 1000 });
  } catch (error) {
    if (error instanceof LayerError) return false;
    throw error;
  }
  const what = JSON.stringify(one.graph.nodes.slice(0, 1));
  const expected = await ours(one);
  close(await theirs(files, one), expected, `${what}, TensorFlow.js`);
  const back = await fromTfjs(new TextDecoder().decode(files["model.json"]), (path) => files[path] ?? new Uint8Array());
  const names = Object.keys(back.graph.inputs);
  const inputs: Arrays = Object.fromEntries(Object.values(one.inputs).map((array, i) => [names[i] ?? "", array]));
  close(await ours({ ...back, inputs }), expected, `${what}, read back`);
  return true;
}

/** Networks with a layer that TensorFlow.js does not have. */
const refused = ["squeezed", "unet", "dcgan"];

const never: readonly Kind[] = [
  "channelSlice", "colorSpace", "connectionTableConv2d", "conv1dTranspose", "custom", "gaussianPooling2d", "groupNormalization", "gru", "hardSigmoid", "hardSwish", "l2Pooling2d", "learnedConstant", "localResponseNormalization", "locallyConnected2d",
  "logSoftmax", "maxUnpooling2d", "minPooling2d", "multiHeadAttention", "normalization", "randomizedLeakyRelu", "rbf", "roiPooling", "scaledTanh", "select", "spatialDropout2d", "step", "subsampling2d", "subtract", "sumPooling2d",
];

test("every kind of layer that TensorFlow.js has computes there what it does here, and comes back", async () => {
  const said = new Set<Kind>();
  for (const kind of kinds)
    for (const [i, placed] of fc.sample<Parameters<typeof graphOf>[0]>(layersByKind[kind], { numRuns: 8, seed: 5 }).entries()) if (await roundTrip(madeUpCase(graphOf(placed), i))) said.add(kind);
  expect(kinds.filter((kind) => !said.has(kind))).toEqual(never);
}, 120_000);

const net = (name: string): Graph => smallest(models.find((row) => row.name === name) ?? models[0]!);

test.each(["mnist-cnn", "cifar-cnn", "resnet18", "mobilenet_v2"])("%s computes in TensorFlow.js what it does here", async (name) => expect(await roundTrip(madeUpCase(net(name), 1, 1))).toBe(true), 120_000);

test.each(families.filter(({ name }) => ["inception", "squeezed", "densenet", "unet", "dcgan", "text", "captions"].includes(name)))("$name computes in TensorFlow.js what it does here", async (graph) => expect([graph.name, await roundTrip(madeUpCase(graph, 2))]).toEqual([graph.name, !refused.includes(graph.name)]));

test("a model that TensorFlow.js itself saved computes here what it does there", async () => {
  const { layers: l } = { layers: layers.layers };
  const plain = { kernelInitializer: "randomNormal", biasInitializer: "randomNormal" } as const;
  const input = layers.input({ shape: [8, 8, 3] });
  const again = l.conv2d({ filters: 4, kernelSize: 1, name: "again", ...plain });
  const first = l.conv2d({ filters: 4, kernelSize: 3, padding: "same", activation: "relu", ...plain }).apply(input) as layers.SymbolicTensor;
  const once = again.apply(first) as layers.SymbolicTensor;
  const sum = l.add().apply([once, again.apply(once) as layers.SymbolicTensor]);
  const inner = layers.sequential({ layers: [l.separableConv2d({ filters: 5, kernelSize: 3, inputShape: [8, 8, 4], depthwiseInitializer: "randomNormal", pointwiseInitializer: "randomNormal" }), l.batchNormalization({ gammaInitializer: "randomNormal" }), l.prelu({ sharedAxes: [1, 2], alphaInitializer: "randomNormal" })] });
  const pooled = l.globalAveragePooling2d({}).apply(inner.apply(sum));
  const read = l.bidirectional({ mergeMode: "concat", layer: l.lstm({ units: 3, recurrentActivation: "sigmoid", recurrentInitializer: "randomNormal" }) }).apply(l.repeatVector({ n: 3 }).apply(pooled));
  const model = layers.model({ inputs: input, outputs: l.dense({ units: 2, activation: "softmax", ...plain }).apply(read) as layers.SymbolicTensor });
  let saved: tf.io.ModelArtifacts = {};
  await model.save({ save: (artifacts) => ((saved = artifacts), Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } })) });
  const { modelTopology, weightSpecs, weightData } = saved;
  const json = JSON.stringify({ modelTopology, weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }] });
  const { graph, weights } = await fromTfjs(json, () => new Uint8Array(weightData as ArrayBuffer));
  const one = { ...madeUpCase(graph, 1), weights };
  const [x = { shape: [], data: new Float32Array() }] = Object.values(one.inputs);
  const given = tf.tensor(Float32Array.from(x.data), [...x.shape]);
  const expected = model.predict(given) as tf.Tensor;
  close(await ours(one), [Float32Array.from(await expected.data())], "saved by TensorFlow.js");
  for (const tensor of [given, expected]) tensor.dispose();
  model.dispose();
});
