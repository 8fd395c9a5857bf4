import { ancestors, inferShapes, inputShapes, isSequence, outputShape, product, weightOwner, type Graph, type Node, type Shape, type Shapes } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { CapabilityError, type Capability } from "../engine.ts";
import { initialWeights } from "../initializers/index.ts";
import { differentiate } from "./differentiate.ts";
import { executorOf } from "./executors.ts";
import type { Context } from "./executor.ts";
import { fallbacksDuring } from "./fallback.ts";
import { isOwn, miniature, type Placed } from "./miniature.ts";
import { activate } from "./start.ts";
import { toFloats } from "./tensors.ts";
import { missesSomething } from "./tryStep.ts";

/**
 * Tries each layer by itself, forward and backward, on two made-up samples and in miniature: every kernel and every gradient that
 * it asks for is asked for then. Layers that are alike are tried once for a backend, as long as that lives.
 */
export async function tryLayers(graph: Graph, backend: string): Promise<Capability[]> {
  const shapes = inferShapes(graph);
  const known = trialsOf(backend);
  const capabilities: Capability[] = [];
  for (const node of graph.nodes) {
    const trial = await trialOf(node, graph, shapes, backend, known);
    capabilities.push({ node: node.name, layer: node.layer.kind, runs: trial.runs, trains: trial.trains, ...(trial.error !== undefined && { error: trial.error }), note: noteOf(trial, node.inputs) });
  }
  return capabilities;
}

async function trialOf(node: Node, graph: Graph, shapes: Shapes, backend: string, known: Map<string, Trial>): Promise<Trial> {
  const placed = miniature({ layer: node.layer, inputs: inputShapes(node, shapes) });
  const vocabularies = node.inputs.map((name) => {
    const spec = graph.inputs[name];
    return spec && isSequence(spec) ? spec.vocabulary : undefined;
  });
  const key = JSON.stringify([placed, vocabularies], (_, value: unknown) => (typeof value === "function" ? numberOf(value) : value));
  const trial = known.get(key) ?? (await tryLayer(placed, vocabularies, backend));
  known.set(key, trial);
  return trial;
}

/** What was found out of a backend. A new one under an old name begins anew. */
const trials = new WeakMap<tf.KernelBackend, Map<string, Trial>>();

function trialsOf(backend: string): Map<string, Trial> {
  const instance = tf.findBackend(backend);
  const known = trials.get(instance) ?? new Map<string, Trial>();
  trials.set(instance, known);
  return known;
}

/** Functions of custom layers, told apart by a number, as JSON cannot. */
const numbers = new WeakMap<object, number>();
let functions = 0;
const numberOf = (f: object): number => numbers.get(f) ?? numbers.set(f, functions++).get(f) ?? 0;

interface Trial {
  readonly runs: boolean;
  readonly trains: boolean;
  /** What went wrong. */
  readonly error?: string;
  /** Places of inputs, and names of weights, that get no gradient although others do. */
  readonly without: readonly (number | string)[];
  readonly fallbacks: readonly string[];
}

async function tryLayer({ layer, inputs }: Placed, vocabularies: readonly (number | undefined)[], backend: string): Promise<Trial> {
  const names = inputs.map((_, i) => `input${i}`);
  const alone: Graph = { name: "alone", inputs: Object.fromEntries(inputs.map((shape, i) => [`input${i}`, shape])), outputs: ["node"], nodes: [{ name: "node", layer, inputs: names }] };
  let runs = false;
  let error: string | undefined;
  let sought: readonly (number | string)[] = [];
  let grads: readonly (tf.Tensor | null | undefined)[] = [];
  const { device } = tf.findBackend(backend) as { readonly device?: Partial<ErrorScopes> };
  let wrong: Promise<{ readonly message: string } | null> | undefined;
  const fallbacks = await fallbacksDuring(backend, () => {
    activate(backend);
    device?.pushErrorScope?.("validation");
    grads = tf.tidy(() => {
      const xs = inputs.map((shape, i) => (vocabularies[i] === undefined ? spread(shape, backend) : tokens(shape, vocabularies[i])));
      const ws = Object.fromEntries(Object.entries(initialWeights(alone)).map(([name, array]) => [name.slice("node.".length), toFloats(array)]));
      const run = (training: boolean): tf.Tensor => executorOf(layer)(layer, xs, ws, contextOf(training));
      try {
        run(false);
        runs = true;
        const by = new Map<number | string, tf.Tensor>([...xs.map((x, i) => [i, x] as const), ...Object.entries(ws)].filter(([, x]) => x.dtype === "float32"));
        sought = [...by.keys()];
        const upstream = spread(outputShape(layer, inputs), backend);
        return differentiate(() => tf.sum(tf.mul(run(true), upstream)), [...by.values()]).grads as tf.Tensor[];
      } catch (thrown) {
        error = wordsOf(thrown);
        return [];
      }
    });
    wrong = device?.popErrorScope?.();
  });
  const invalid = await wrong;
  if (invalid) [runs, error] = [false, invalid.message.split("\n")[0]];
  const nonzero = await Promise.all(sought.map(async (_, i) => (await grads[i]?.data())?.some((g) => g !== 0) === true));
  tf.dispose(grads.filter((grad) => grad !== null && grad !== undefined));
  const without = sought.filter((_, i) => !nonzero[i]);
  return { runs, trains: error === undefined && without.length < sought.length, ...(error !== undefined && { error }), without, fallbacks: [...fallbacks.keys()] };
}

/** Of a graphics device: programs for it that are wrong throw nothing, and compute nothing. */
interface ErrorScopes {
  pushErrorScope(kind: "validation"): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
}

/** What went wrong. In Node, WebGPU fails to hand out values at once for want of a browser's canvas, which tells nobody anything. */
function wordsOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.includes("OffscreenCanvas") ? "it reads values in the middle of a step, which WebGPU allows in browsers only" : message;
}

/** Nothing that a trial remembers outlives it. The first of the uniform numbers is so large that whatever drops leaves it. */
const contextOf = (training: boolean): Context => ({ training, rule: "true", uniform: (shape) => tf.tensor(scattered(product(shape)).map((u) => 0.9999999 * (1 - u)), [...shape]), remember: () => undefined });

/** Numbers from 0.1 to 1 in which every layer finds something to do: no two neighbours alike, none at a kink. */
function spread(shape: Shape, backend: string): tf.Tensor {
  const given = tf.tensor(scattered(2 * product(shape)).map((u) => 0.1 + 0.9 * u), [2, ...shape]);
  // What lies in front of a layer in a network was computed: a graphics card cannot hand that out at once, as it can what was given.
  return tf.getKernel("Relu", backend) ? tf.relu(given) : given;
}

/** Numbers from 0 to 1 all over that range: multiples of the golden ratio. */
const scattered = (size: number): Float32Array => Float32Array.from({ length: size }, (_, i) => (i * 0.6180339887498949) % 1);

/** Two words, which every vocabulary of at least two has. */
const tokens = (shape: Shape, vocabulary: number): tf.Tensor => tf.tensor(Int32Array.from({ length: 2 * product(shape) }, (_, i) => i % Math.min(vocabulary, 2)), [2, ...shape], "int32");

function noteOf({ runs, trains, error, without, fallbacks }: Trial, inputs: readonly string[]): string {
  const sought = without.filter((name): name is number => typeof name === "number").map((i) => inputs[i] ?? "");
  return [
    ...(error === undefined ? [] : [error]),
    ...(runs && !trains && error === undefined ? ["its derivative is zero everywhere: nothing before it learns"] : []),
    ...(trains && sought.length > 0 ? [`no gradient to ${sought.join(", ")}`] : []),
    ...(fallbacks.length > 0 ? [`computed by the cpu backend: ${fallbacks.join(", ")}`] : []),
  ].join("; ");
}

/**
 * Refuses a graph of which a backend lacks something.
 *
 * @throws CapabilityError naming every layer that does not run.
 */
export function refuseToRun(graph: Graph, backend: string, capabilities: readonly Capability[]): void {
  refuse(graph, backend, "run", capabilities.filter((capability) => !capability.runs && !itsOwn(graph, capability)));
}

/**
 * Refuses a training step through layers that have no gradient on a backend: those that learn, and those behind them.
 *
 * @throws CapabilityError naming every such layer.
 */
export function refuseToTrain(graph: Graph, backend: string, capabilities: readonly Capability[], ends: readonly string[], trainable: readonly string[]): void {
  const failing = capabilities.filter((capability) => capability.error !== undefined && !itsOwn(graph, capability));
  if (failing.length === 0) return;
  const learning = new Set(trainable.map((weight) => weight.slice(0, weight.lastIndexOf("."))));
  const reached = new Set<string>();
  for (const node of ancestors(graph, ends)) {
    if (learning.has(weightOwner(node)) || node.inputs.some((input) => reached.has(input))) reached.add(node.name);
  }
  refuse(graph, backend, "train", failing.filter(({ node }) => reached.has(node)));
}

function refuse({ name }: Graph, backend: string, what: string, failing: readonly Capability[]): void {
  if (failing.length === 0) return;
  throw new CapabilityError(`${name}: the backend ${backend} must be able to ${what} every layer. Received ${failing.map(({ node, layer, error }) => `${node} (${layer}): ${error}`).join("; ")}. Use another backend, such as useBackend("cpu").`);
}

/** A layer of one's own may refuse made-up numbers, and speaks for itself when it is used, unless TensorFlow.js misses something. */
function itsOwn(graph: Graph, { node, error = "" }: Capability): boolean {
  const layer = graph.nodes.find(({ name }) => name === node)?.layer;
  return layer !== undefined && isOwn(layer) && !missesSomething(error);
}
