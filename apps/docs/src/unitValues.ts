import { ancestors, GraphError, inferShapes, nodeOf, parameters, totalMacs, type Graph } from "@convscope/core";
import { initialWeights, network, type Engine, type NdArray } from "@convscope/nn";
import { counted, pictureInput } from "./architecture.ts";
import { grey, type Drawing } from "./drawings.ts";
import type { UnitValues } from "./unitProducts.ts";

/** What a tab can compute while one waits: the way to the node alone. */
const mostMacs = 5e9;
const mostWeights = 3e7;

/**
 * The part of a network that must run to know a node's numbers.
 *
 * @throws GraphError in words where a tab should not run it.
 */
export function pathTo(graph: Graph, node: string): Graph {
  const picture = pictureInput(graph);
  if (!picture || Object.keys(graph.inputs).length > 1) throw new GraphError(`${graph.name}: only a network whose one input is a picture is run here. It takes ${Object.keys(graph.inputs).join(", ")}.`);
  const channels = picture.shape[2];
  if (channels !== 1 && channels !== 3) throw new GraphError(`${graph.name}: its pictures must have 1 or 3 channels to be run here. They have ${channels}.`);
  // Shared weights belong to another node, which may lie elsewhere.
  const owners = ancestors(graph, [node]).flatMap(({ weightsOf }) => (weightsOf === undefined ? [] : [weightsOf]));
  const path: Graph = { name: graph.name, inputs: graph.inputs, outputs: [node], nodes: ancestors(graph, [node, ...owners]) };
  const [work, { trainable: weights }] = [totalMacs(path), parameters(path)];
  if (work > mostMacs || weights > mostWeights)
    throw new GraphError(`${node}: the way to it takes ${counted(work)} multiplications and ${counted(weights)} weights; a tab runs at most ${counted(mostMacs)} and ${counted(mostWeights)}. Choose an earlier layer, a smaller input or fewer classes.`);
  return path;
}

/** A picture as a network takes it, 0 … 1. */
export function samplesOf(drawing: Drawing, channels: number): NdArray {
  const { shape: [height, width, own], image } = channels === 1 ? grey(drawing) : drawing;
  const data = Float32Array.from({ length: height * width * channels }, (_, i) => (image[Math.floor(i / channels) * own + (own === 1 ? 0 : i % channels)] ?? 0) / 255);
  return { shape: [1, height, width, channels], data };
}

/**
 * What a node is given and makes of a picture, with weights drawn from a seed.
 *
 * @throws GraphError as `pathTo`; CapabilityError for layers that the engine does not run.
 */
export async function valuesOf(graph: Graph, node: string, x: NdArray, engine: Engine, seed: number): Promise<UnitValues> {
  const path = pathTo(graph, node);
  const [input = ""] = Object.keys(path.inputs);
  const weights = initialWeights(path, { seed });
  const net = await network(path, { engine, seed, weights });
  try {
    const { inputs, weightsOf } = nodeOf(path, node);
    const values = await net.run({ [input]: x }, { nodes: [...new Set([...inputs.filter((one) => one !== input), node])] });
    const one = (name: string): NdArray => {
      const found = name === input ? x : values[name];
      return { shape: found?.shape.slice(1) ?? [], data: found?.data ?? new Float32Array() };
    };
    const owner = `${weightsOf ?? node}.`;
    const own = Object.entries(weights).filter(([key]) => key.startsWith(owner) && !key.slice(owner.length).includes("."));
    return { inputs: inputs.map(one), output: one(node), weights: Object.fromEntries(own.map(([key, array]) => [key.slice(owner.length), array])) };
  } finally {
    net.dispose();
  }
}

/** The shape of a node's numbers. */
export const shapeOf = (graph: Graph, node: string): readonly number[] => inferShapes(graph).get(node) ?? [];
