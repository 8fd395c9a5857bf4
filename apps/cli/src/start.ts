import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { headNodes, inferShapes, parametersByNode, type Graph, type Shape } from "@convscope/core";
import type { Standardisation } from "@convscope/datasets";
import type { Arrays } from "@convscope/exchange";
import type { ModelOptions } from "@convscope/models";
import { freeze, frozenNodes, trainableKeys, trainableWeights, transferWeights, type FitOptions, type Freezing, type Transferred } from "@convscope/nn";
import { UsageError } from "./failure.ts";
import type { Fits } from "./run/graph.ts";
import { isRun } from "./run/run.ts";
import type { Config } from "./settings.ts";
import { sourceOf } from "./source.ts";
import { grouped } from "./table.ts";
import type { Terminal } from "./terminal.ts";
import { withWeights } from "./weights.ts";

/** Trained weights that a training begins with, and what goes with them. */
export interface Start {
  readonly weights: Arrays;
  /** Where they come from, for people. */
  readonly from: string;
  /** What they tell apart, where that is known. */
  readonly classes?: readonly string[] | undefined;
  /** What they expect of each channel; pixels of 0 … 1 else. */
  readonly standardise?: Standardisation | undefined;
  /** What a model of the zoo must be built with to take them. */
  readonly options: ModelOptions;
}

/** Weights by their file or folder's whole path, so that a run can be gone on with from anywhere; a published version stays its name. */
export const weightsReference = (reference: string, cwd: string): string => (existsSync(resolve(cwd, reference)) ? resolve(cwd, reference) : reference);

/** The weights that a training on these data is to begin with: `imagenet` or another published version, a file, or the best of a run. */
export async function startOf({ model, weights, standardise, seed, input }: Pick<Config, "model" | "weights" | "standardise" | "seed" | "input">, data: Fits, terminal: Terminal): Promise<Start | undefined> {
  if (weights === undefined) return undefined;
  if (standardise) throw new UsageError("--weights bring their own mean and deviation of each channel. Leave --standardise out.");
  if (weights === "random") throw new UsageError("weights are random unless --weights names trained ones. Leave it out.");
  const ofRun = isRun(resolve(terminal.cwd, weights));
  if (!ofRun && !isFile.test(weights) && !withWeights.some(({ name }) => name === model))
    throw new UsageError(`--weights must be a run's folder, or a file that ends in .safetensors, .pth or .pt. Received "${weights}"; ${model} has no published weights, which models with a top-1 accuracy in "convscope models" have.`);
  const source = await sourceOf(ofRun ? weights : model, { seed, input: input ?? data.inputShape, ...(!ofRun && weights !== "imagenet" && { weights }) }, terminal);
  if (!source.weights) throw new UsageError(`${model} has no trained weights here.`);
  const { preprocessing } = source;
  return {
    weights: source.weights, from: source.from ?? weights, classes: source.classes,
    standardise: preprocessing ? { mean: [...preprocessing.mean], std: [...preprocessing.std] } : source.standardise,
    options: { ...source.options, inputShape: inputOf(source.graph) },
  };
}

const isFile = /\.(safetensors|pth|pt)$/i;

const inputOf = (graph: Graph): Shape => inferShapes(graph).get(Object.keys(graph.inputs)[0] ?? "") ?? [];

/** The first weights of a graph: those that fit, but a new head where the classes are others. */
export function startWeights(graph: Graph, start: Start, classes: readonly string[], { seed, init }: Pick<Config, "seed" | "init">): Transferred {
  const others = start.classes !== undefined && String(start.classes) !== String(classes);
  return transferWeights(graph, start.weights, { seed, init, drawn: others ? headNodes(graph) : [] });
}

/** What is taken, drawn and left over, in a line: `weights of IMAGENET1K_V1: 20 layers taken; new: fc (other classes)`. */
export function startText({ taken, drawn, leftOver }: Transferred, from: string): string {
  const fresh = listed(drawn.map(({ node, why }) => `${node} (${why === "as asked" ? "other classes" : why})`));
  // The old weights of a new layer are told of by its name.
  const spare = leftOver.filter((key) => !drawn.some(({ node }) => key.startsWith(`${node}.`)));
  return `weights of ${from}: ${layers(taken.length)} taken${fresh === "" ? "" : `; new: ${fresh}`}${spare.length === 0 ? "" : `; left over: ${listed(spare)}`}`;
}

const layers = (count: number): string => `${count} layer${count === 1 ? "" : "s"}`;
const listed = (words: readonly string[]): string => `${words.slice(0, 4).join(", ")}${words.length > 4 ? ` and ${words.length - 4} more` : ""}`;

/** The layers that a configuration freezes, as `fit` takes them. */
export function freezingOf({ freeze: until, thaw, thawRate }: Pick<Config, "freeze" | "thaw" | "thawRate">, graph: Graph): Freezing | undefined {
  if (until === undefined || until === "none") {
    if (thaw !== undefined || thawRate !== undefined) throw new UsageError("--thaw and --thaw-rate are of layers that are frozen: name them with --freeze, such as --freeze trunk.");
    return undefined;
  }
  if (thawRate !== undefined && thaw === undefined) throw new UsageError("--thaw-rate is the rate of layers that thaw: give the epoch with --thaw, such as --thaw 3.");
  return freeze(graph, { ...(until !== "trunk" && { until }), ...(thaw !== undefined && { thaw }), ...(thawRate !== undefined && { thawRate }) });
}

/** How much of a graph learns, and from when on all of it: `frozen: 20 layers with 11,176,512 parameters, until epoch 3; 1,539 parameters learn`. */
export function freezingText({ trainable }: Freezing, graph: Graph, thaw: number | undefined): string {
  const open = new Set(at(trainable, 1) ?? trainableKeys(graph));
  const frozen = frozenNodes(graph, trainableWeights(graph), open);
  const counts = parametersByNode(graph);
  const sum = (wanted: boolean): number => graph.nodes.reduce((total, { name }) => total + (frozen.has(name) === wanted ? (counts.get(name)?.trainable ?? 0) : 0), 0);
  return `frozen${thaw === undefined ? "" : ` before epoch ${thaw}`}: ${layers(frozen.size)} with ${grouped(sum(true))} parameters; ${grouped(sum(false))} parameters learn`;
}

const at = (option: NonNullable<FitOptions["trainable"]>, epoch: number): readonly string[] | undefined => (typeof option === "function" ? option(epoch) : option);
