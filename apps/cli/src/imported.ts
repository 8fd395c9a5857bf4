import { dirname, join, resolve } from "node:path";
import type { Graph, Shape } from "@convscope/core";
import { fromKeras, fromTfjs, graphFromKeras, graphFromTfjs, type KerasModel } from "@convscope/exchange";
import type { ModelOptions } from "@convscope/models";
import { CommandError, UsageError } from "./failure.ts";
import { readBytes } from "./file.ts";
import { isModel, resolveGraph } from "./resolve.ts";

/** A description of a network larger than this is none. */
const mostJson = 256 * 2 ** 20;

/** What stands for a data set in the folder of a network that was trained elsewhere. */
export const importedData = "imported";

const isKeras = (path: string): boolean => /\.(keras|h5|hdf5)$/i.test(path);

/** What a JSON file describes: a model of TensorFlow.js, one of Keras, or something else, such as a graph of ours. */
function described(text: string): "tfjs" | "keras" | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof json !== "object" || json === null) return undefined;
  return "modelTopology" in json ? "tfjs" : "class_name" in json ? "keras" : undefined;
}

/**
 * A network in a file of Keras or TensorFlow.js; undefined for anything else.
 *
 * @throws FormatError for a damaged file, or a layer that Convscope does not have.
 */
export async function importedModel(file: string, { cwd, inputShape }: { readonly cwd: string; readonly inputShape?: Shape | undefined }): Promise<KerasModel | undefined> {
  const path = resolve(cwd, file);
  const options = { file: path, ...(inputShape && { inputShape }) };
  if (isKeras(path)) return fromKeras(readBytes(path), options);
  if (!/\.json$/i.test(path)) return undefined;
  const text = new TextDecoder().decode(readBytes(path, mostJson));
  if (described(text) !== "tfjs") return undefined;
  return fromTfjs(text, (part) => readBytes(join(dirname(path), part)), options);
}

/** The graph that a person means, as `resolveGraph`, and besides that of a model in a file of Keras or TensorFlow.js. */
export async function openGraph(reference: string, options: ModelOptions, cwd: string): Promise<Graph> {
  const path = resolve(cwd, reference);
  const { classes, inputShape } = options;
  const file = { file: path, ...(inputShape && { inputShape }) };
  if (!isModel(reference) && isKeras(path)) {
    if (classes !== undefined) throw new UsageError(`--classes changes models of the zoo only; ${reference} has its own.`);
    return (await fromKeras(readBytes(path), file)).graph;
  }
  if (!isModel(reference) && /\.json$/i.test(path)) {
    const text = new TextDecoder().decode(readBytes(path, mostJson));
    const kind = described(text);
    if (kind !== undefined && classes !== undefined) throw new UsageError(`--classes changes models of the zoo only; ${reference} has its own.`);
    if (kind === "tfjs") return graphFromTfjs(text, file);
    if (kind === "keras") return graphFromKeras(text, file);
  }
  return resolveGraph(reference, options, cwd);
}

/** Refuses a file that holds no network. */
export const noNetwork = (file: string): CommandError =>
  new CommandError(`${file}: must be a model of Keras (.keras, .h5) or TensorFlow.js (model.json), or weights (.safetensors, .pth, .pt) together with --model.`);
