import { resolve } from "node:path";
import { inferShapes, type Graph } from "@convscope/core";
import { fromTorch, headKeys, stateFor, type Arrays, type Preprocessing } from "@convscope/exchange";
import { imagenetClasses } from "@convscope/exchange/imagenet";
import { readWeights } from "@convscope/exchange/node";
import type { CifarLabels, Standardisation } from "@convscope/datasets";
import { model, type ModelOptions, type Published } from "@convscope/models";
import { UsageError } from "./failure.ts";
import { fileSize } from "./file.ts";
import { importedData } from "./imported.ts";
import { checkThere } from "./picture.ts";
import { isModel, resolveGraph } from "./resolve.ts";
import { hasWeights, isRun, readBest, readRun, readRunGraph } from "./run/run.ts";
import type { Terminal } from "./terminal.ts";
import { obtain, versionOf, withWeights, type WithWeights } from "./weights.ts";

/** A network to ask, and how a picture goes in. */
export interface Source {
  readonly graph: Graph;
  /** None: random ones. */
  readonly weights?: Arrays;
  /** Where the weights come from, for the answer. */
  readonly from?: string;
  readonly classes?: readonly string[];
  /** What the graph of the published weights was built with besides its input and classes. */
  readonly options?: ModelOptions | undefined;
  /** What the published weights expect of a picture; without it pixels are only scaled. */
  readonly preprocessing?: Preprocessing;
  readonly scale: number;
  /** How a picture of another size is brought to that of the network; whole, on a ground like its border, unless given. */
  readonly fit?: "inside" | "cover" | undefined;
  /** What the training did to each channel. */
  readonly standardise?: Standardisation | undefined;
  readonly seed: number;
  /** The name or path of the data that the training learned from. */
  readonly data?: string | undefined;
  /** Of those data. */
  readonly checksum?: string;
  /** Where the training had its data from. */
  readonly dataDir?: string | undefined;
  /** Which labels of its data it learned. */
  readonly labels?: CifarLabels | undefined;
}

export interface SourceOptions {
  readonly seed: number;
  readonly data?: string | undefined;
  /** A file, a published version, or `random`. */
  readonly weights?: string | undefined;
  /** What will be looked at. */
  readonly picture?: string;
  /** The input shape that a model of the zoo without published weights had when those of a file were trained; its own unless given. */
  readonly input?: readonly number[] | undefined;
}

const scale = 1 / 255;

/** What a person means by a run, a model or a graph's file, and the weights for it: those of the run, of a file, or published ones, which are fetched if they are not here. */
export async function sourceOf(reference: string, options: SourceOptions, terminal: Terminal): Promise<Source> {
  const path = resolve(terminal.cwd, reference);
  const { weights, seed } = options;
  // Trained weights without what tells how they were trained: readRun says what is missing.
  if (isRun(path) || (!isModel(reference) && hasWeights(path))) {
    if (weights !== undefined) throw new UsageError(`${reference} is a run and has its own weights. Leave --weights out.`);
    return ofRun(path, options, terminal);
  }
  if (options.picture !== undefined) checkThere(options.picture);
  const row = withWeights.find(({ name }) => name === reference);
  if (weights !== undefined && isFile(weights)) return ofFile(reference, row, { ...options, weights }, terminal);
  if (weights !== undefined && weights !== "random" && row === undefined) throw new UsageError(`--weights must be a file that ends in .safetensors, .pth or .pt, or random. Received "${weights}"; ${reference} has no published weights.`);
  if (row && weights !== "random") return ofPublished(row, versionOf(row, weights), seed, terminal);
  const graph = resolveGraph(reference, {}, terminal.cwd);
  const why = weights === "random" ? "as asked" : `as there are no trained ones of ${reference} here`;
  terminal.err(`note: weights are random (seed ${seed}), ${why}: what the network says with them means nothing.\n`);
  return { graph, scale, seed };
}

const isFile = (name: string): boolean => /\.(safetensors|pth|pt)$/i.test(name);

function ofRun(path: string, { data: asked }: SourceOptions, { err }: Pick<Terminal, "err">): Source {
  const run = readRun(path);
  const { data, preprocessing, config } = run;
  return { graph: readRunGraph(path, run), weights: readBest(path, { run, err }), from: path, classes: data.classes, ...(data.name !== importedData && { data: config.data }), checksum: data.checksum, scale: preprocessing.scale, fit: preprocessing.fit, standardise: preprocessing.standardise, seed: config.seed, ...((asked ?? data.name) === data.name && { dataDir: config.dataDir, labels: config.labels }) };
}

async function ofPublished(row: WithWeights, published: Published, seed: number, terminal: Terminal): Promise<Source> {
  const { path } = await obtain(terminal, published, { env: terminal.env });
  const graph = trained(row, published);
  return { graph, weights: fromTorch(graph, stateFor(graph, await readWeights(path), published)), from: published.version, ...namesOf(graph), options: published.options, preprocessing: published, scale, seed };
}

/** The graph that published weights were trained for. */
const trained = ({ name }: WithWeights, { crop, options }: Published, classes?: number): Graph => model(name, { inputShape: [crop, crop, 3], ...options, ...(classes !== undefined && { classes }) });

async function ofFile(reference: string, row: WithWeights | undefined, { weights, seed, input }: SourceOptions & { readonly weights: string }, terminal: Terminal): Promise<Source> {
  const path = resolve(terminal.cwd, weights);
  fileSize(path);
  const state = await readWeights(path);
  if (!row) {
    const shaped = isModel(reference) && input ? { inputShape: input } : {};
    const graph = resolveGraph(reference, shaped, terminal.cwd);
    const classes = isModel(reference) ? classesOf(graph, state) : undefined;
    const fitting = classes === undefined ? graph : resolveGraph(reference, { ...shaped, classes }, terminal.cwd);
    return { graph: fitting, weights: fromTorch(fitting, state), from: path, scale, seed };
  }
  // Whoever has a published file by another way wants it treated as such; a net that was trained further expects the same pictures.
  const published = versionOf(row, undefined);
  const thousand = trained(row, published);
  const renamed = stateFor(thousand, state, published);
  const graph = trained(row, published, classesOf(thousand, renamed));
  return { graph, weights: fromTorch(graph, renamed), from: path, ...namesOf(graph), options: published.options, preprocessing: published, scale, seed };
}

/** How many classes a state dict tells apart: the rows of the first array of the graph's last layer, in PyTorch's order. */
const classesOf = (graph: Graph, state: Arrays): number | undefined => state[headKeys(graph)[0] ?? ""]?.shape[0];

/** The names of ImageNet's classes, for a net that tells as many apart. */
const namesOf = (graph: Graph): Pick<Source, "classes"> => (inferShapes(graph).get(graph.outputs[0] ?? "")?.at(-1) === imagenetClasses.length ? { classes: imagenetClasses } : {});
