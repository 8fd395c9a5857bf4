import { inputShape, isSequence, parameters, weightSpecs, type Graph } from "@convscope/core";
import { toOnnx } from "@convscope/exchange";
import { models } from "@convscope/models";
import { channelsFirst, channelsLast, expectClose, type Numbers } from "@convscope/test-kit";
import { InferenceSession, Tensor } from "onnxruntime-node";
import { beforeAll, describe, expect, test } from "vitest";
import { initialWeights, network, type Arrays, type Engine } from "../src/index.ts";
import { rows } from "../src/rows.ts";
import { engineOn } from "./backends.ts";
import { inTorch, nets as smallNets } from "./goldens/smallnets.ts";
import { smallest } from "./smallest.ts";

/** The lightest model of each family. */
const nets: readonly Graph[] = [...new Set(models.map(({ family }) => family))].map((family) => {
  const members = models.filter((row) => row.family === family).map((row) => smallest(row, { classes: row.classes === 1000 ? 10 : row.classes }));
  const sizes = members.map((net) => parameters(net).trainable);
  return members[sizes.indexOf(Math.min(...sizes))] as Graph;
});

/** Statistics and shifts that are not 0 and 1, so that none may be left out or changed for another. */
function weightsOf(graph: Graph): Arrays {
  const drawn = initialWeights(graph, { seed: 1 });
  return Object.fromEntries(
    [...weightSpecs(graph)].map(([name, { shape, role }]) => {
      const nudge = { scale: 1, variance: 1, shift: 0, mean: 0, bias: 0 }[role as string];
      return [name, nudge === undefined ? (drawn[name] ?? { shape, data: new Float32Array() }) : { shape, data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => nudge + 0.1 * Math.sin(i)) }];
    }),
  );
}

const inputsOf = ({ inputs }: Graph, batch: number): Arrays =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => {
      const sample = inputShape(spec);
      const data = Float32Array.from({ length: batch * sample.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(1000 * Math.sin(i + 1)));
      return [name, { shape: [batch, ...sample], data: isSequence(spec) ? Int32Array.from(data, (_, i) => (7 * i) % spec.vocabulary) : data }];
    }),
  );

const tensorOf = (x: Numbers): Tensor => {
  if (x.data instanceof Int32Array) return new Tensor("int64", BigInt64Array.from(x.data, BigInt), x.shape);
  return new Tensor("float32", Float32Array.from(x.shape.length === 4 ? channelsFirst(x).data : x.data), x.shape.length === 4 ? channelsFirst(x).shape : x.shape);
};

describe("in ONNX Runtime", { timeout: 120_000 }, () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await engineOn("simd");
  }, 120_000);

  test.each(nets)("$name gives the outputs that it gives here, of one sample and of three", async (graph) => {
    const weights = weightsOf(graph);
    const session = await InferenceSession.create(toOnnx(graph, weights), { logSeverityLevel: 3, intraOpNumThreads: 2 });
    const net = await network(graph, { engine, weights });
    expect(session.outputNames).toEqual(graph.outputs);
    const inputs = inputsOf(graph, 3);
    const expected = await net.run(inputs);
    for (const samples of [3, 1]) {
      const found = await session.run(Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, tensorOf(rows(x, 0, samples))])));
      for (const [name, whole] of Object.entries(expected)) {
        const { shape, data } = rows(whole, 0, samples);
        const tensor = found[name];
        const values = { shape: tensor?.dims ?? [], data: tensor?.data as Float32Array };
        const ours = shape.length === 4 ? channelsLast(values) : values;
        expect([...ours.shape]).toEqual(shape);
        const largest = Math.max(...Array.from(data, Math.abs));
        expectClose(ours.data, data, { relative: 1e-4, absolute: 1e-4 * largest }, name);
      }
    }
    net.dispose();
    await session.release();
  });

  test.each(smallNets)("$name gives PyTorch's outputs, of what PyTorch was given", async (net) => {
    const { graph, weights, x, y } = inTorch(net);
    const session = await InferenceSession.create(toOnnx(graph, weights), { logSeverityLevel: 3 });
    const found = await session.run({ input: new Tensor("float32", Float32Array.from(x.data), x.shape) });
    await session.release();
    expectClose(found[graph.outputs[0] ?? ""]?.data as Float32Array, y.data, { relative: 1e-4, absolute: 1e-5 });
  });
});
