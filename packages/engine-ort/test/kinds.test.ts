import { simd } from "@convscope/backend-simd";
import { kinds, type Graph, type Kind } from "@convscope/core";
import { toOnnx } from "@convscope/exchange";
import { network, tfjsLoader, useBackend, type Arrays, type Engine, type NdArray } from "@convscope/nn";
import { anyGraph, channelsFirst, channelsLast, graphOf, layersByKind, type Placed } from "@convscope/test-kit";
import * as fc from "fast-check";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, test } from "vitest";
import { ortLoader } from "../src/index.ts";
import { expectSame, inputsOf, weightsOf } from "./drawn.ts";

let [simdEngine, ortEngine]: [Engine?, Engine?] = [];
beforeAll(async () => {
  simdEngine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
  ortEngine = await useBackend("ort", { engines: [ortLoader({ worker: false })], threads: 1 });
  // The first load of the library can take long on a busy machine.
}, 60_000);

const outputOn = async (engine: Engine | undefined, graph: Graph, weights: Arrays, inputs: Arrays): Promise<Arrays> => {
  const net = await network(graph, { engine: engine as Engine, weights });
  const outputs = await net.run(inputs);
  net.dispose();
  return outputs;
};

/** As other programs meet the file: maps with the channels first. */
async function asExported(graph: Graph, weights: Arrays, inputs: Arrays): Promise<Arrays> {
  const session = await InferenceSession.create(toOnnx(graph, weights), { logSeverityLevel: 3 });
  const mapsOf = (rank: number, move: (x: NdArray) => NdArray) => (x: NdArray): NdArray => (x.shape.length === rank ? move(x) : x);
  const tensor = (x: NdArray): Tensor => (x.data instanceof Int32Array ? new Tensor("int64", BigInt64Array.from(x.data, BigInt), x.shape) : new Tensor("float32", Float32Array.from(x.data), x.shape));
  const found = await session.run(Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, tensor(mapsOf(4, channelsFirst)(x))])));
  await session.release();
  return Object.fromEntries(Object.entries(found).map(([name, { dims, data }]) => [name, mapsOf(4, channelsLast)({ shape: dims, data: data as Float32Array })]));
}

async function compare(graph: Graph, batch: number): Promise<void> {
  const [weights, inputs] = [weightsOf(graph), inputsOf(graph, batch)];
  const expected = await outputOn(simdEngine, graph, weights, inputs);
  expectSame(await outputOn(ortEngine, graph, weights, inputs), expected);
  expectSame(await asExported(graph, weights, inputs), expected);
}

const written = kinds.filter((kind): kind is Exclude<Kind, "custom"> => kind !== "custom");

test.each(written)("%s computes as on simd", async (kind) => {
  const placed: fc.Arbitrary<Placed> = layersByKind[kind];
  await fc.assert(fc.asyncProperty(placed, fc.integer({ min: 2, max: 3 }), (one, batch) => compare(graphOf(one), batch)), { numRuns: 10 });
});

test("so do graphs: branches, shared weights, several inputs and outputs, tokens", async () => {
  await fc.assert(fc.asyncProperty(anyGraph, (graph) => compare(graph, 2)), { numRuns: 40 });
}, 120_000);
