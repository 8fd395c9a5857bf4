import { inferShapes, isSequence, type Graph } from "@convscope/core";
import { meanSquaredError, network, sgd, trainableKeys, useBackend, type Arrays, type Engine, type GradientRule, type Network } from "@convscope/nn";
import { ortEngine } from "../src/engine.ts";
import { importOrt } from "../src/package.node.ts";
import { expectSame, inputsOf, signed, weightsOf, type Draw } from "./drawn.ts";

interface AgreeOptions {
  readonly training?: boolean;
  readonly batch?: number;
  /** How far apart numbers may be, as a part of the largest of their array. */
  readonly tolerance?: number;
  readonly rule?: GradientRule;
  /** Draws inputs, weights, upstreams, and what the layers draw. */
  readonly seed?: number;
  /** Makes the numbers of inputs, in place of what suits the first layer. */
  readonly draw?: Draw;
  /** In place of those drawn. */
  readonly inputs?: Arrays;
  readonly weights?: Arrays;
}

/** Opened once for a file of tests. */
const engines: Promise<readonly Engine[]> = Promise.all([useBackend("cpu"), importOrt().then((ort) => ortEngine(ort, 1))]);

/**
 * Throws unless ONNX Runtime and the cpu engine agree about a graph: all values of nodes, all gradients of random upstreams at the
 * outputs, and, in training, all weights after a step, those that are remembered included.
 */
export async function agrees(graph: Graph, options: AgreeOptions = {}): Promise<void> {
  const { tolerance = 1e-5, training = false } = options;
  const [expected, found] = (await Promise.all((await engines).map((engine) => seen(graph, engine, options)))) as [Seen, Seen];
  for (const [part, arrays] of Object.entries(expected)) expectSame(found[part] ?? {}, arrays, tolerance, `${training ? "in training: " : ""}${part}`);
}

/** What an engine makes of a graph, by what it is. */
type Seen = Readonly<Record<string, Arrays>>;

async function seen(graph: Graph, engine: Engine, { training = false, batch = 2, rule = "true", seed = 1, draw, inputs = inputsOf(graph, batch, seed, draw), weights = weightsOf(graph, seed) }: AgreeOptions): Promise<Seen> {
  const net = await network(graph, { engine, seed, weights });
  try {
    const nodes = graph.nodes.map(({ name }) => name);
    const values = await net.run(inputs, { nodes, training });
    const upstream = Object.fromEntries(graph.outputs.map((name) => [name, signed((values[name] ?? inputs[name])?.shape ?? [], seed, `upstream ${name}`)]));
    const trainable = trainableKeys(graph);
    const withRespectTo = { nodes, weights: trainable, inputs: Object.keys(inputs).filter((name) => !isSequence(graph.inputs[name] ?? [])) };
    const gradients = await net.gradients({ inputs, of: { upstream }, withRespectTo, rule, training });
    return {
      value: values,
      "gradient of the input": gradients.inputs,
      "gradient of the node": gradients.nodes,
      "gradient of the weight": gradients.weights,
      "after a step, the weight": training && trainable.length > 0 ? await learned(net, inputs, seed) : {},
    };
  } finally {
    net.dispose();
  }
}

/** All weights after a step towards random targets at every output. */
async function learned(net: Network, inputs: Arrays, seed: number): Promise<Arrays> {
  const { graph } = net;
  const shapes = inferShapes(graph);
  const [batch = 0] = Object.values(inputs)[0]?.shape ?? [];
  const targets = Object.fromEntries(graph.outputs.map((name) => [name, signed([batch, ...(shapes.get(name) ?? [])], seed, `target ${name}`)]));
  const objective = Object.fromEntries(graph.outputs.map((name) => [name, { loss: meanSquaredError(), weight: 1 }]));
  await net.step({ inputs, targets }, { objective, optimizer: sgd({ learningRate: 0.5 }) });
  return net.weights();
}
