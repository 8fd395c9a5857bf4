import { inferShapes, isSequence, product, type Graph } from "@convscope/core";
import { beforeAll, expect, test } from "vitest";
import { engine } from "../../test/patients.ts";
import { families } from "../../test/families.ts";
import { arrayData, type Data } from "../data.ts";
import type { Engine } from "../engine.ts";
import { sparseCategoricalCrossentropy } from "../losses/index.ts";
import { adam, sgd } from "../optimizers/index.ts";
import { randomOf } from "../random.ts";
import { diagnose } from "./diagnose.ts";

let on: Engine;
beforeAll(async () => {
  on = await engine();
}, 30_000);

const samples = 320;

/** Numbers of deviation 1, or tokens, for every input of a graph, and one of ten classes. */
function made(graph: Graph): Data {
  const shapes = inferShapes(graph);
  const inputs = Object.entries(graph.inputs).map(([name, spec]) => {
    const shape = shapes.get(name) ?? [];
    const random = randomOf(1, name);
    const data = isSequence(spec) ? Int32Array.from(random.uniforms(samples * product(shape)), (u) => Math.floor(40 * u)) : random.normals(samples * product(shape));
    return [name, { shape: [samples, ...shape], data }] as const;
  });
  return arrayData({ inputs: Object.fromEntries(inputs), targets: { [graph.outputs[0] ?? ""]: { shape: [samples], data: Int32Array.from({ length: samples }, (_, i) => i % 10) } } });
}

/** Pictures, noise, text and sequences: what begins well must not be found fault with, whatever it is built of. */
test.each(families.map((graph) => [graph.name, graph] as const))("nothing is found in a fresh %s", { timeout: 60_000 }, async (_, graph) => {
  const common = { graph, engine: on, seed: 1, train: made(graph), loss: sparseCategoricalCrossentropy(), batchSize: 32, epochs: 10 };
  expect((await diagnose({ ...common, optimizer: adam() }, { quick: true })).findings).toEqual([]);
  expect((await diagnose({ ...common, optimizer: sgd({ learningRate: 0.05, momentum: 0.9 }), init: "torch" }, { quick: true })).findings).toEqual([]);
});
