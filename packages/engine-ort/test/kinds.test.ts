import { simd } from "@convscope/backend-simd";
import { inputShape, isSequence, kinds, weightSpecs, type Graph, type Kind, type Layer } from "@convscope/core";
import { toOnnx } from "@convscope/exchange";
import { network, tfjsLoader, useBackend, type Arrays, type Engine, type NdArray } from "@convscope/nn";
import { anyGraph, channelsFirst, channelsLast, expectClose, graphOf, layersByKind, type Placed } from "@convscope/test-kit";
import * as fc from "fast-check";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, expect, test } from "vitest";
import { ort } from "../src/index.ts";

/** The same numbers for the same seed, from 0 to 1. */
function scattered(size: number, seed: number): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: size }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32);
}

/** Numbers that a layer can mean something by: tokens, the corners of boxes, colours. */
function valuesFor(layer: Layer | undefined, place: number, size: number, seed: number): Float32Array {
  const made = scattered(size, seed);
  if (layer && "vocabulary" in layer) return made.map((u) => Math.floor(u * layer.vocabulary));
  if (layer?.kind === "roiPooling" && place === 1) return made.map((u) => 12 * u - 1);
  return layer?.kind === "colorSpace" ? made : made.map((u) => 4 * u - 2);
}

function inputsOf({ inputs, nodes }: Graph, batch: number): Arrays {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, spec], place) => {
      const sample = inputShape(spec);
      const size = batch * sample.reduce((a, b) => a * b, 1);
      const data = isSequence(spec) ? Int32Array.from(scattered(size, place), (u) => Math.floor(u * spec.vocabulary)) : valuesFor(nodes[0]?.layer, place, size, place);
      return [name, { shape: [batch, ...sample], data }];
    }),
  );
}

/** Weights between −0.4 and 0.6, and variances above 0. */
const weightsOf = (graph: Graph): Arrays =>
  Object.fromEntries([...weightSpecs(graph)].map(([name, { shape }], i) => [name, { shape, data: scattered(shape.reduce((a, b) => a * b, 1), 100 + i).map((u) => (/var/.test(name) ? u + 0.5 : u - 0.4)) }]));

let [simdEngine, ortEngine]: [Engine?, Engine?] = [];
beforeAll(async () => {
  simdEngine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
  ortEngine = await useBackend("ort", { engines: [ort], threads: 1 });
});

const outputOn = async (engine: Engine | undefined, graph: Graph, weights: Arrays, inputs: Arrays): Promise<Arrays> => {
  const net = await network(graph, { engine: engine as Engine, weights });
  const outputs = await net.run(inputs);
  net.dispose();
  return outputs;
};

function expectSame(found: Arrays, expected: Arrays): void {
  for (const [name, { shape, data }] of Object.entries(expected)) {
    expect(found[name]?.shape).toEqual(shape);
    const largest = Math.max(...Array.from(data, Math.abs), 1e-3);
    expectClose(found[name]?.data ?? [], data, { relative: 1e-4, absolute: 1e-4 * largest }, name);
  }
}

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
