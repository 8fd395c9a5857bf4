import { checkWeights, GraphError, type Graph, type Shape } from "@convscope/core";
import { FormatError, type Arrays, type NdArray } from "@convscope/files/bytes";
import { archive } from "./archive.ts";
import { graphOfConfig, type ConfigOptions, type Imported, type Weighted } from "./graphOfConfig.ts";
import { isH5, readH5 } from "./h5.ts";
import { h5Store } from "./h5Store.ts";
import { parseConfig } from "./modelConfig.ts";
import type { Store } from "./store.ts";

/** A network from elsewhere. */
export interface KerasModel {
  readonly graph: Graph;
  readonly weights: Arrays;
}

export interface FromKerasOptions {
  /** The name of the file, for messages. */
  readonly file?: string;
  /** The shape of the first input without the batch, for a model whose sizes are open. */
  readonly inputShape?: Shape;
}

/**
 * A Keras model from its file: `.keras` (Keras 3, and 2.12 or newer) or a whole model in `.h5` (Keras 2 and 3).
 *
 * @throws FormatError for a damaged file, weights that do not fit, or a layer that Convscope does not have: it is named.
 */
export async function fromKeras(bytes: Uint8Array, options: FromKerasOptions = {}): Promise<KerasModel> {
  const { file = "model", inputShape } = options;
  const config: ConfigOptions = { file, ...(inputShape && { inputShape }) };
  if (!isH5(bytes)) {
    const files = archive(bytes, file);
    const imported = graphOfConfig(parseConfig(text(files, "config.json", file), `${file}, config.json`), config);
    const inside = `${file}, model.weights.h5`;
    return loaded(imported, h5Store(await readH5(entry(files, "model.weights.h5", file), inside), inside), file);
  }
  const h5 = await readH5(bytes, file);
  const [json] = h5.texts.get("@model_config") ?? [];
  if (json === undefined) throw new FormatError(`${file}: a whole model must have its model_config. Received weights alone. Give them to fromKerasWeights with the graph that they belong to.`);
  return loaded(graphOfConfig(parseConfig(json, file), config), h5Store(h5, file), file);
}

/** The graph of a Keras model's configuration, as `model.to_json()` gives it. */
export const graphFromKeras = (json: string, options: FromKerasOptions = {}): Graph => {
  const { file = "model", inputShape } = options;
  return graphOfConfig(parseConfig(json, file), { file, ...(inputShape && { inputShape }) }).graph;
};

/** The weights of every node by the store's arrays. */
export function loaded({ graph, weighted }: Imported, store: Store, file: string): KerasModel {
  const weights = collected(weighted, store);
  try {
    checkWeights(graph, Object.fromEntries(Object.entries(weights).map(([name, { shape }]) => [name, shape])));
  } catch (error) {
    if (error instanceof GraphError) throw new FormatError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
  return { graph, weights };
}

function collected(weighted: readonly Weighted[], store: Store): Arrays {
  const weights: Record<string, NdArray> = {};
  for (const { node, source, where, convert } of weighted) for (const [name, array] of Object.entries(convert(store(source), where))) weights[`${node}.${name}`] = { shape: [...array.shape], data: array.data };
  return weights;
}

type Archive = ReturnType<typeof archive>;

function entry(files: Archive, name: string, file: string): Uint8Array {
  const read = files.get(name);
  if (!read) throw new FormatError(`${file}: a Keras archive must hold ${name}. Received ${[...files.keys()].slice(0, 6).join(", ") || "nothing"}.`);
  return read();
}

const text = (files: Archive, name: string, file: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(entry(files, name, file));
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(`${file}, ${name}: must be UTF-8 text.`, { cause: error });
  }
};
