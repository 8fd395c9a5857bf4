import { inputShapes, inferShapes, prelu, weights as weightsOf, type Graph, type InputSpec, type Layer } from "@convscope/core";
import type { Floats, Numbers } from "@convscope/test-kit";
import { meanSquaredError, network, sgd, type Arrays, type Engine, type NdArray, type Network } from "../../src/index.ts";
import type { LayerResult, LayerRun } from "../../src/tfjs/testing.ts";

/** What an engine can be told of a run: it draws its own numbers. */
export type EngineLayerRun = Pick<LayerRun, "training" | "rule" | "upstream">;

/** `runLayer` on any engine, by what the engine offers to everybody: a graph of this one layer. */
export async function runLayerOn(engine: Engine, layer: Layer, inputs: readonly Numbers[], weights: { readonly [name: string]: Numbers }, { training = false, rule = "true", upstream }: EngineLayerRun): Promise<LayerResult> {
  const names = inputs.map((_, i) => `x${i}`);
  const specs: { readonly [name: string]: InputSpec } = Object.fromEntries(inputs.map((x, i) => [names[i] ?? "", specOf(layer, x)]));
  // A step must have something to learn even if the layer has not: a slope behind it.
  const graph: Graph = { name: layer.kind, inputs: specs, outputs: ["end"], nodes: [{ name: "layer", layer, inputs: names }, { name: "end", layer: prelu(), inputs: ["layer"] }] };
  const own = Object.fromEntries(Object.entries(weights).map(([name, array]) => [`layer.${name}`, floatsOf(array)]));
  const given = Object.fromEntries(inputs.map((x, i) => [names[i] ?? "", x.data instanceof Int32Array ? { shape: x.shape, data: x.data } : floatsOf(x)]));
  const net = await network(graph, { engine, weights: { ...own, "end.weight": { shape: [1], data: Float32Array.of(1) } } });
  try {
    const { layer: output } = await net.run(given, { nodes: ["layer"], training });
    const y = output as NdArray;
    const grads = await net.gradients({
      inputs: given, training, rule, of: { upstream: { layer: upstream ? floatsOf(upstream) : filled(y.shape, 1) } },
      withRespectTo: { inputs: names.filter((name) => Array.isArray(specs[name])), weights: Object.keys(own) },
    });
    return {
      output: floatsOf(y),
      grads: { inputs: Object.values(grads.inputs).map(floatsOf), weights: Object.fromEntries(Object.keys(weights).map((name) => [name, floatsOf(grads.weights[`layer.${name}`] as NdArray)])) },
      remembered: training ? await rememberedBy(net, given, y.shape) : {},
    };
  } finally {
    net.dispose();
  }
}

/** The statistics after a step that learns nothing. */
async function rememberedBy(net: Network, inputs: Arrays, shape: readonly number[]): Promise<{ readonly [name: string]: Floats }> {
  const [node] = net.graph.nodes;
  const statistics = node ? Object.entries(weightsOf(node.layer, inputShapes(node, inferShapes(net.graph)))).filter(([, { trainable }]) => !trainable).map(([name]) => name) : [];
  if (statistics.length === 0) return {};
  await net.step({ inputs, targets: { end: filled(shape, 0) } }, { objective: { end: { loss: meanSquaredError(), weight: 1 } }, optimizer: sgd({ learningRate: 0 }) });
  const after = await net.weights();
  return Object.fromEntries(statistics.map((name) => [name, floatsOf(after[`layer.${name}`] as NdArray)]));
}

const specOf = (layer: Layer, { shape, data }: Numbers): InputSpec =>
  data instanceof Int32Array && "vocabulary" in layer ? { kind: "sequence", length: shape[1] ?? 0, vocabulary: layer.vocabulary } : shape.slice(1);
const floatsOf = ({ shape, data }: Numbers | NdArray): Floats => ({ shape: [...shape], data: Float32Array.from(data) });
const filled = (shape: readonly number[], value: number): Floats => ({ shape: [...shape], data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value) });
