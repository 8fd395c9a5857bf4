import { inferShapes, inputShapes, isSequence, outputShape, product, weightOwner, weights as weightsOfLayer, type Graph, type Layer, type Shape } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Arrays, NdArray } from "../array.ts";
import type { Capability } from "../engine.ts";
import { initialWeights } from "../initializers/index.ts";
import type { TfjsBackend } from "./backends.ts";
import { differentiate } from "./differentiate.ts";
import { executorOf } from "./executors.ts";
import type { Context } from "./executor.ts";
import { fallbacksDuring } from "./fallback.ts";
import { toFloats } from "./tensors.ts";

/** Tries each layer by itself, forward and backward, on a batch of two. Layers alike in everything but their weights are tried once. */
export async function tryLayers(graph: Graph, backend: TfjsBackend): Promise<Capability[]> {
  const shapes = inferShapes(graph);
  const weights = initialWeights(graph);
  const functions = new Map<unknown, number>();
  /** Functions of custom layers are told apart as JSON cannot. */
  const replacer = (_: string, value: unknown): unknown => (typeof value === "function" ? (functions.get(value) ?? functions.set(value, functions.size).size) : value);
  const tried = new Map<string, Trial>();
  const capabilities: Capability[] = [];
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name, i): Input => {
      const spec = graph.inputs[name];
      return { name, shape: inputShapes(node, shapes)[i] ?? [], ...(spec && isSequence(spec) && { vocabulary: spec.vocabulary }) };
    });
    const key = JSON.stringify([node.layer, inputs.map(({ shape, vocabulary }) => [shape, vocabulary])], replacer);
    const own = Object.fromEntries(Object.keys(weightsOfLayer(node.layer, inputShapes(node, shapes))).map((name) => [name, weights[`${weightOwner(node)}.${name}`] as NdArray]));
    const trial = tried.get(key) ?? (await tryLayer(node.layer, inputs, own, backend));
    tried.set(key, trial);
    capabilities.push({ node: node.name, layer: node.layer.kind, runs: trial.runs, trains: trial.trains, note: noteOf(trial, node.inputs) });
  }
  return capabilities;
}

interface Input {
  readonly name: string;
  readonly shape: Shape;
  /** Of tokens. */
  readonly vocabulary?: number;
}

interface Trial {
  readonly runs: boolean;
  readonly trains: boolean;
  /** What went wrong. */
  readonly error?: string;
  /** Places of inputs, and names of weights, that get no gradient although others do. */
  readonly without: readonly (number | string)[];
  readonly fallbacks: readonly string[];
}

async function tryLayer(layer: Layer, inputs: readonly Input[], weights: Arrays, backend: TfjsBackend): Promise<Trial> {
  let result: Omit<Trial, "fallbacks"> = { runs: false, trains: false, without: [] };
  const fallbacks = await fallbacksDuring(backend, () =>
    tf.tidy(() => {
      const xs = inputs.map(({ shape, vocabulary }) => (vocabulary === undefined ? spread(shape) : tokens(shape, vocabulary)));
      const ws = Object.fromEntries(Object.entries(weights).map(([name, array]) => [name, toFloats(array)]));
      const run = (training: boolean): tf.Tensor => executorOf(layer)(layer, xs, ws, contextOf(training));
      try {
        run(false);
        result = { ...result, runs: true };
        const upstream = spread(outputShape(layer, inputs.map(({ shape }) => shape)));
        const sought = new Map<number | string, tf.Tensor>([...xs.map((x, i) => [i, x] as const), ...Object.entries(ws)].filter(([, x]) => x.dtype === "float32"));
        const { grads } = differentiate(() => tf.sum(tf.mul(run(true), upstream)), [...sought.values()]);
        const without = [...sought.keys()].filter((_, i) => !grads[i] || !grads[i].dataSync().some((g) => g !== 0));
        result = { runs: true, trains: without.length < sought.size, without };
      } catch (error) {
        result = { ...result, error: error instanceof Error ? error.message : String(error) };
      }
    }),
  );
  return { ...result, fallbacks: [...fallbacks.keys()] };
}

/** Nothing that a trial remembers outlives it. */
const contextOf = (training: boolean): Context => ({ training, rule: "true", uniform: (shape) => tf.fill([...shape], 0.5), remember: () => undefined });

/** Numbers from 0.1 to 1 in which every layer finds something to do: no two neighbours alike, none at a kink. */
function spread(shape: Shape): tf.Tensor {
  const size = 2 * product(shape);
  const data = new Float32Array(size);
  for (let i = 0; i < size; i++) data[i] = 0.1 + 0.9 * ((i * 0.6180339887498949) % 1);
  return tf.tensor(data, [2, ...shape]);
}

const tokens = (shape: Shape, vocabulary: number): tf.Tensor => tf.tensor(Int32Array.from({ length: 2 * product(shape) }, (_, i) => i % vocabulary), [2, ...shape], "int32");

function noteOf({ runs, trains, error, without, fallbacks }: Trial, inputs: readonly string[]): string {
  const sought = without.filter((name): name is number => typeof name === "number").map((i) => inputs[i] ?? "");
  return [
    ...(error === undefined ? [] : [error]),
    ...(runs && !trains && error === undefined ? ["its derivative is zero everywhere: nothing before it learns"] : []),
    ...(trains && sought.length > 0 ? [`no gradient to ${sought.join(", ")}`] : []),
    ...(fallbacks.length > 0 ? [`computed by the cpu backend: ${fallbacks.join(", ")}`] : []),
  ].join("; ");
}
