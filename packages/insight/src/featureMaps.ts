import { checkInputs, checkNames, known, type NdArray, type Network } from "@convscope/nn";
import { mapNodes, pictureInput } from "./target.ts";

export interface FeatureMapsOptions {
  /** The nodes; all that make maps unless given. */
  readonly nodes?: readonly string[];
}

/** What a node makes of some pictures. */
export interface FeatureMaps {
  readonly node: string;
  /** `[N, h, w, C]`. */
  readonly maps: NdArray;
  /** Channels that have the same value everywhere, on each picture: what they look for is not there, or they are dead. */
  readonly silent: readonly number[];
}

/**
 * What nodes make of pictures `[N, H, W, C]`: one picture becomes a stack of filtered pictures.
 *
 * @throws GraphError for an unknown node, or one that makes no maps.
 */
export async function featureMaps(network: Network, x: NdArray, options: FeatureMapsOptions = {}): Promise<readonly FeatureMaps[]> {
  known("featureMaps", options, "nodes");
  const { graph } = network;
  const inputs = { [pictureInput(graph)]: x };
  checkInputs(graph, inputs);
  const { nodes = mapNodes(graph) } = options;
  checkNames(graph, "node with maps", nodes, mapNodes(graph));
  const values = await network.run(inputs, { nodes });
  return nodes.map((node) => ({ node, maps: values[node] as NdArray, silent: silentChannels(values[node] as NdArray) }));
}

function silentChannels({ shape, data }: NdArray): readonly number[] {
  const channels = shape.at(-1) ?? 1;
  const silent = new Set(Array.from({ length: channels }, (_, c) => c));
  for (let at = channels; at < data.length; at++) if (data[at] !== data[at % channels]) silent.delete(at % channels);
  return [...silent];
}
