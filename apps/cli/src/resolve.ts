import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { didYouMean, parseGraph, type Graph } from "@convscope/core";
import { model, models, type ModelOptions, type ModelRow } from "@convscope/models";
import { CommandError } from "./failure.ts";
import { fileSize } from "./file.ts";

/** Files larger than this are no graphs. */
const maxGraphBytes = 64 * 2 ** 20;

/** Files that people may take for a network, and that are not read as one. */
const foreign = /\.(onnx|pb|tflite|safetensors|pth|pt|zip)$/i;

const rowOf = (reference: string): ModelRow | undefined => models.find(({ name }) => name === reference.split("@")[0]);

/** Whether a name is one of the zoo's, with or without a variant. A folder of that name does not hide the model; ./name means the folder. */
export const isModel = (reference: string): boolean => rowOf(reference) !== undefined;

/** What follows a model's name: a variant, as in `resnet50@keras`, or `auxiliary` for the heads beside the main path, as in `googlenet@auxiliary`. */
function versionOf({ name, variants = {}, options = {} }: ModelRow, reference: string): ModelOptions {
  const words = reference.split("@").slice(1);
  const known = [...Object.keys(variants), ...("auxiliary" in options ? ["auxiliary"] : [])];
  const unknown = words.find((word) => !known.includes(word));
  if (unknown !== undefined) throw new CommandError(`${name} has no variant "${unknown}".${didYouMean(unknown, known)} ${known.length === 0 ? "It has none." : `It has ${known.join(", ")}.`}`);
  const [variant, another] = words.filter((word) => word !== "auxiliary");
  if (another !== undefined) throw new CommandError(`${reference}: a model has one variant at a time. Received ${variant} and ${another}. Leave one out.`);
  return { ...(variant !== undefined && { variant }), ...(words.includes("auxiliary") && { auxiliary: true }) };
}

/**
 * The graph that a person means: a model of the zoo by name, perhaps with `@` and a variant, a graph's JSON file, or a run's folder.
 *
 * @throws CommandError for a name that is none of these, with the nearest.
 */
export function resolveGraph(reference: string, options: ModelOptions, cwd: string): Graph {
  const row = rowOf(reference);
  if (row) return model(row.name, { ...options, ...versionOf(row, reference) });
  const path = resolve(cwd, reference);
  if (!existsSync(path)) {
    const names = models.map(({ name }) => name);
    throw new CommandError(`there is no model, file or run "${reference}".${didYouMean(reference, names)} "convscope models" lists the models.`);
  }
  if (foreign.test(path)) throw new CommandError(`${path}: no network can be read from such a file. Those of a graph (.json, by "convscope export graph"), of Keras (.keras, .h5) and of TensorFlow.js (model.json) can.`);
  if (Object.keys(options).length > 0) throw new CommandError(`--input and --classes change models of the zoo only; ${reference} has its own.`);
  if (!statSync(path).isDirectory()) return graphFile(path);
  const parts = networksIn(path);
  if (parts.length > 0) throw new CommandError(`${path} is a recipe's run: it has ${parts.length === 1 ? "its network" : `${parts.length} networks`} in folders below. Name ${parts.length === 1 ? "that" : "one of them"}: ${parts.map((part) => join(reference, "networks", part)).join(", ")}.`);
  if (!existsSync(join(path, "graph.json"))) throw new CommandError(`${path} is not a run: it holds no graph.json. "convscope train" makes runs.`);
  return graphFile(join(path, "graph.json"));
}

/** The networks that a recipe has left in its folder, by name; none elsewhere. */
function networksIn(folder: string): readonly string[] {
  const networks = join(folder, "networks");
  return existsSync(join(folder, "recipe.json")) && existsSync(networks) ? readdirSync(networks).filter((name) => existsSync(join(networks, name, "graph.json"))) : [];
}

/** The graph in a JSON file, checked. */
export function graphFile(path: string): Graph {
  if (!existsSync(path)) throw new CommandError(`${path}: there is no such file. A run's folder holds a graph.json.`);
  const size = fileSize(path);
  if (size > maxGraphBytes) throw new CommandError(`${path}: a graph's JSON must be at most ${maxGraphBytes} bytes. Received ${size}.`);
  return parseGraph(readFileSync(path, "utf8"), { file: path });
}
