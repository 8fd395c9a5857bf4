import { GraphError, headNodes, nodeOf, product, type Graph } from "@convscope/core";
import type { NdArray } from "../array.ts";
import { breather } from "../breathe.ts";
import { batchIndices, checkData, inAdvance, inOrder, samplesIn, type Data } from "../data.ts";
import type { Network } from "../network.ts";
import { known, whole } from "../options.ts";
import { concatenateRows } from "../rows.ts";

export interface FeaturesOptions {
  /** The node whose values are the features; what goes into the head unless given. */
  readonly node?: string;
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/** What a network makes of samples. */
export interface Features {
  /** `[N, D]`; maps are laid in a row. */
  readonly features: NdArray;
  /** The targets of the graph's first output, `[N, …]`. */
  readonly labels: NdArray;
}

/**
 * Runs samples through a network, as at inference, and keeps what a node makes of each: CNN codes, to be classified, compared or drawn.
 *
 * @throws GraphError for a node that the graph does not have, RangeError where there are no samples.
 */
export async function features(network: Network, data: Data, options: FeaturesOptions = {}): Promise<Features> {
  known("features", options, "node", "batchSize", "signal");
  const { node = headInput(network.graph), batchSize = 128, signal } = options;
  whole("features", "batchSize", batchSize, 1);
  checkData("features", "data", data);
  const isInput = node in network.graph.inputs;
  if (!isInput) nodeOf(network.graph, node);
  const [output = ""] = network.graph.outputs;
  const found: { readonly features: NdArray; readonly labels: NdArray }[] = [];
  const breathe = breather();
  for await (const batch of inAdvance(data, batchIndices(inOrder(data.length), batchSize))) {
    signal?.throwIfAborted();
    const values = isInput ? batch.inputs : await network.run(batch.inputs, { nodes: [node] });
    found.push({ features: inRows(values[node] as NdArray, samplesIn(batch)), labels: batch.targets[output] as NdArray });
    await breathe();
  }
  return { features: concatenateRows(found.map((part) => part.features)), labels: concatenateRows(found.map((part) => part.labels)) };
}

const inRows = ({ shape, data }: NdArray, samples: number): NdArray => ({ shape: [samples, product(shape.slice(1))], data });

/** What goes into the head of a graph: the name of a node, or of the graph's input. */
export function headInput(graph: Graph): string {
  const heads = headNodes(graph);
  const inputs = [...new Set(heads.flatMap((name) => nodeOf(graph, name).inputs))];
  const [input] = inputs;
  if (input === undefined || inputs.length > 1)
    throw new GraphError(`${graph.name}: a single node must go into the head for its values to be the features. Received ${inputs.length === 0 ? "no layer with weights" : `${inputs.join(", ")}, which go into ${heads.join(", ")}`}. Name the node that is meant.`);
  return input;
}
