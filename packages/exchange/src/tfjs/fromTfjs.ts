import type { Graph } from "@convscope/core";
import { FormatError } from "@convscope/files/bytes";
import { isRecord } from "../keras/fields.ts";
import { loaded, type FromKerasOptions, type KerasModel } from "../keras/fromKeras.ts";
import { graphOfConfig, type Imported } from "../keras/graphOfConfig.ts";
import { parseConfig, unwrapped } from "../keras/modelConfig.ts";
import { byName } from "../keras/store.ts";
import { parseManifest, readGroup, type Group } from "./manifest.ts";

/** Gives the bytes of a file of weights that model.json names, by its path beside it. */
export type ReadPart = (path: string) => Promise<Uint8Array> | Uint8Array;

/**
 * A TensorFlow.js layers model from its model.json and the files of weights beside it.
 *
 * @throws FormatError for a damaged file, a graph model, or a layer that Convscope does not have: it is named.
 */
export async function fromTfjs(json: string, readPart: ReadPart, options: FromKerasOptions = {}): Promise<KerasModel> {
  const { file = "model.json" } = options;
  const { imported, groups } = parse(json, options);
  const arrays = await Promise.all(groups.map(async (group) => readGroup(group, await Promise.all(group.paths.map((path) => readPart(path))), file)));
  return loaded(imported, byName(arrays.flat()), file);
}

/** The graph of a model.json, without its weights. */
export const graphFromTfjs = (json: string, options: FromKerasOptions = {}): Graph => parse(json, options).imported.graph;

function parse(json: string, { file = "model.json", inputShape }: FromKerasOptions): { readonly imported: Imported; readonly groups: readonly Group[] } {
  const model = parseConfig(json, file);
  if (!isRecord(model) || !("modelTopology" in model)) throw new FormatError(`${file}: must hold a modelTopology. Received ${isRecord(model) ? Object.keys(model).slice(0, 6).join(", ") : typeof model}.`);
  if (model["format"] === "graph-model") throw new FormatError(`${file}: a graph model is compiled for running and has no layers left. Convert the Keras model with --output_format=tfjs_layers_model.`);
  const imported = graphOfConfig(unwrapped(model["modelTopology"]), { file, ...(inputShape && { inputShape }) });
  return { imported, groups: parseManifest(model["weightsManifest"] ?? [], file) };
}
