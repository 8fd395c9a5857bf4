import { GraphError, isActivation } from "@convscope/core";
import { breather, checkNames, known, trainableWeights, whole, type Arrays, type Batch, type Data, type NdArray, type Network, type Objective } from "@convscope/nn";

export interface ActivityOptions {
  /** The nodes; the activations of the graph unless given. */
  readonly nodes?: readonly string[];
  readonly batchSize?: number;
  readonly signal?: AbortSignal;
}

/** How often the units of a node answer; of maps a channel is a unit. */
export interface Activity {
  readonly node: string;
  /** For each unit the share of samples for which it is above 0 somewhere. */
  readonly active: readonly number[];
  /** Units that never are. */
  readonly dead: readonly number[];
}

/** How often each unit answers, over a data set that streams by. A unit that never does passes no gradient either. */
export async function activity(network: Network, data: Data, options: ActivityOptions = {}): Promise<readonly Activity[]> {
  known("activity", options, "nodes", "batchSize", "signal");
  const { graph } = network;
  const { nodes = graph.nodes.filter(({ layer }) => isActivation(layer)).map(({ name }) => name), batchSize = 64, signal } = options;
  whole("activity", "batchSize", batchSize, 1);
  checkNames(graph, "node", nodes, graph.nodes.map(({ name }) => name));
  if (nodes.length === 0) throw new GraphError(`${graph.name}: there must be an activation to look at. Received none. Name nodes.`);
  if (data.length === 0) throw new RangeError("activity: there must be at least one sample. Received none.");
  const counts = new Map<string, Uint32Array>();
  const breathe = breather();
  for (let from = 0; from < data.length; from += batchSize) {
    await breathe();
    signal?.throwIfAborted();
    const indices = Uint32Array.from({ length: Math.min(batchSize, data.length - from) }, (_, i) => from + i);
    const values = await network.run((await data.batch(indices)).inputs, { nodes });
    for (const node of nodes) count(values[node] as NdArray, counts, node);
  }
  return nodes.map((node) => {
    const active = Array.from(counts.get(node) ?? [], (times) => times / data.length);
    return { node, active, dead: active.flatMap((share, unit) => (share === 0 ? [unit] : [])) };
  });
}

function count({ shape, data }: NdArray, counts: Map<string, Uint32Array>, node: string): void {
  const [samples = 0, units = 1] = [shape[0], shape.length > 1 ? shape.at(-1) : 1];
  const own = counts.get(node) ?? new Uint32Array(units);
  counts.set(node, own);
  const size = data.length / samples;
  const answered = new Uint8Array(units);
  for (let i = 0; i < samples; i++) {
    answered.fill(0);
    for (let at = 0; at < size; at++) if ((data[i * size + at] ?? 0) > 0) answered[at % units] = 1;
    for (let unit = 0; unit < units; unit++) own[unit]! += answered[unit] ?? 0;
  }
}

/** How large the gradient of a node's weights is. */
export interface GradientNorm {
  readonly node: string;
  /** √Σ of the squared derivatives of the loss with respect to its trainable weights. */
  readonly gradient: number;
  /** √Σ of its squared weights. */
  readonly weight: number;
}

/** The gradient of a loss in each layer: which layers learn, and where gradients vanish or explode on the way back. */
export async function gradientNorms(network: Network, { inputs, targets, weights: sampleWeights }: Batch, objective: Objective): Promise<readonly GradientNorm[]> {
  const keys = [...trainableWeights(network.graph)].filter(([node, own]) => own.some((key) => key.startsWith(`${node}.`)));
  const { weights: gradients } = await network.gradients({
    inputs, of: { objective, targets, ...(sampleWeights && { weights: sampleWeights }) }, withRespectTo: { weights: [...new Set(keys.flatMap(([, own]) => own))] }, training: true,
  });
  const weights = await network.weights();
  const norm = (arrays: Arrays, own: readonly string[]): number => Math.hypot(...own.map((key) => Math.sqrt(Float64Array.from(arrays[key]?.data ?? []).reduce((sum, value) => sum + value * value, 0))));
  return keys.map(([node, own]) => ({ node, gradient: norm(gradients, own), weight: norm(weights, own) }));
}
