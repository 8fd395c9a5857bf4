import type { Graph } from "@convscope/core";
import type { Arrays } from "@convscope/files/bytes";
import { configOf } from "../tfjs/toTfjs.ts";
import { loaded, type FromKerasOptions } from "./fromKeras.ts";
import { graphOfConfig } from "./graphOfConfig.ts";
import { readH5 } from "./h5.ts";
import { h5Store } from "./h5Store.ts";
import { kerasNet } from "./kerasLayers.ts";

/**
 * Weights for a graph from a Keras file that holds weights alone: `.weights.h5` (Keras 3, found by the order of the layers of each class)
 * or `.h5` (Keras 2, found by their names, which must be the nodes').
 *
 * @throws FormatError for a damaged file or weights that do not fit, LayerError for a layer that Keras does not have.
 */
export async function fromKerasWeights(graph: Graph, bytes: Uint8Array, options: FromKerasOptions = {}): Promise<Arrays> {
  const { file = "weights" } = options;
  const net = kerasNet(graph, "keras3");
  const config = { class_name: "Functional", config: configOf(graph.name, net), module: "keras", registered_name: "Functional" };
  const { weights } = loaded(graphOfConfig(config, { file }), h5Store(await readH5(bytes, file), file), file);
  const nodes = new Map(net.layers.flatMap(({ name, node }) => (node === undefined ? [] : [[name, node]])));
  const nodeOf = (key: string): string => [...nodes.keys()].filter((name) => key.startsWith(`${name}.`)).sort((a, b) => b.length - a.length)[0] ?? "";
  return Object.fromEntries(Object.entries(weights).map(([key, array]) => [`${nodes.get(nodeOf(key))}${key.slice(nodeOf(key).length)}`, array]));
}
