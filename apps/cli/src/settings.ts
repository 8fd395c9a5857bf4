import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Graph } from "@convscope/core";
import type { CifarLabels } from "@convscope/datasets";
import { parseLoss, parseOptimizer, parseSchedule, type Loss, type Optimizer, type Schedule } from "@convscope/nn";
import { z } from "zod";
import { check } from "./check.ts";
import { CommandError, UsageError } from "./failure.ts";
import { fileSize } from "./file.ts";
import { labelKinds } from "./labels.ts";
import { givesProbabilities } from "./probabilities.ts";
import { largestSize } from "./values.ts";

const sizes = z.array(z.int().min(1).max(largestSize)).min(1).max(4);
const record = z.union([z.string(), z.looseObject({ kind: z.string() })], { error: "must be a kind, or a record with a kind" });

/** A kind, or `{ kind, …options }`. */
type Kinded = string | { readonly kind: string; readonly [option: string]: unknown };

/** How a history may be written: a JSON record a line, an event file of TensorBoard. */
export type LogFormat = (typeof logFormats)[number];
export const logFormats = ["jsonl", "tensorboard"] as const;

/** Everything that a training needs, as a configuration file holds it. */
export interface Config {
  readonly $schema?: string | undefined;
  /** A model of the zoo, or a graph's JSON file. */
  readonly model: string;
  readonly data: string;
  /** The folder that holds the data set's files. */
  readonly dataDir?: string | undefined;
  /** Which of the two labels of each picture of CIFAR-100 is its class. */
  readonly labels?: CifarLabels | undefined;
  /** How many samples of a drawn set, or the first so many of another. */
  readonly samples: { readonly train?: number | undefined; readonly test?: number | undefined };
  readonly classes?: number | undefined;
  readonly input?: readonly number[] | undefined;
  readonly epochs: number;
  readonly batch: number;
  readonly optimizer: Kinded;
  /** Learning rate per step; the optimiser's own if left out. */
  readonly lr?: number | undefined;
  /** How the learning rate goes over all epochs. */
  readonly schedule: Kinded;
  readonly loss: Kinded;
  /** Share of the target that is spread over all classes. */
  readonly labelSmoothing?: number | undefined;
  /** How much each class counts in the loss: one number for each, or so that rare classes weigh as much as frequent ones. */
  readonly classWeights?: "balanced" | readonly number[] | undefined;
  /** The most that the length of all gradients together may be. */
  readonly clipNorm?: number | undefined;
  /** The most that each number of a gradient may be away from zero. */
  readonly clipValue?: number | undefined;
  /** So many batches make one step, with the mean of their gradients. */
  readonly accumulate?: number | undefined;
  /** How much stays in each step of a running mean of the weights, which is then what is measured and kept. */
  readonly average?: number | undefined;
  /** What the learning rate is multiplied by for each stage of the network nearer to the input than the last. */
  readonly layerDecay?: number | undefined;
  readonly seed: number;
  /** Share of the training set that is held out. */
  readonly validation: number;
  /** End after so many epochs without a better validation loss. */
  readonly patience?: number | undefined;
  /** What is done to training pictures at random: words such as "flip,crop", or steps of `@convscope/augment`; nothing if left out. */
  readonly augment?: unknown;
  /** Whether each channel gets mean 0 and deviation 1 over the training pictures; else pixels are 0 to 1. */
  readonly standardise?: boolean | undefined;
  /** Trained weights to begin with: `imagenet` or another published version of the model, a file, or a run's folder; random ones if left out. */
  readonly weights?: string | undefined;
  /** What keeps its weights: `trunk`, a node or a part of the network with all before it, or `none`. */
  readonly freeze?: string | undefined;
  /** The epoch from which the frozen layers train too, */
  readonly thaw?: number | undefined;
  /** and what their learning rate is multiplied by. */
  readonly thawRate?: number | undefined;
  /** How many of the best epochs are kept, each in a file of its own. */
  readonly keep?: number | undefined;
  /** A checkpoint is written so often within an epoch, in minutes. */
  readonly checkpointMinutes: number;
  /** Further forms in which the history is written, beside the table. */
  readonly log?: readonly LogFormat[] | undefined;
  /** Whether the training is looked at before its first step. */
  readonly doctor: boolean;
  /** How weights are drawn. */
  readonly init: "keras" | "torch";
  readonly backend: string;
  /** How many threads compute; all cores if left out. */
  readonly threads?: number | undefined;
  /** The run's folder. */
  readonly out?: string | undefined;
}

/** What somebody asked for, by flags or in a file; the rest is left to defaults, or to the run that is resumed. */
export type Asked = { readonly [K in keyof Config]?: unknown };

/** Checks a configuration; what is left out gets its default. */
export const configSchema: z.ZodType<Config> = z.strictObject({
  $schema: z.string().optional(),
  model: z.string(),
  data: z.string().default("strokes"),
  dataDir: z.string().optional(),
  labels: z.enum(labelKinds).optional(),
  samples: z.strictObject({ train: z.int().min(1).optional(), test: z.int().min(1).optional() }).default({}),
  classes: z.int().min(1).optional(),
  input: sizes.optional(),
  epochs: z.int().min(1).default(3),
  batch: z.int().min(1).default(64),
  optimizer: record.default("adam"),
  lr: z.number().positive().optional(),
  schedule: record.default("cosine"),
  loss: record.default("sparseCategoricalCrossentropy"),
  labelSmoothing: z.number().min(0).lt(1).optional(),
  classWeights: z.union([z.literal("balanced"), z.array(z.number().min(0)).min(1)], { error: "must be \"balanced\", or a list of numbers ≥ 0, one for each class" }).optional(),
  clipNorm: z.number().positive().optional(),
  clipValue: z.number().positive().optional(),
  accumulate: z.int().min(1).optional(),
  average: z.number().gt(0).lt(1).optional(),
  layerDecay: z.number().gt(0).max(1).optional(),
  seed: z.int().min(0).max(2 ** 32 - 1).default(1),
  validation: z.number().min(0).lt(1).default(0.1),
  patience: z.int().min(1).optional(),
  augment: z.union([z.string(), z.array(z.unknown()), z.strictObject({ pipeline: z.array(z.unknown()), mix: z.unknown().optional() })]).optional(),
  standardise: z.boolean().optional(),
  weights: z.string().optional(),
  freeze: z.string().optional(),
  thaw: z.int().min(1).optional(),
  thawRate: z.number().positive().optional(),
  keep: z.int().min(1).optional(),
  checkpointMinutes: z.number().min(0).default(5),
  log: z.array(z.enum(logFormats)).optional(),
  doctor: z.boolean().default(true),
  init: z.enum(["keras", "torch"]).default("keras"),
  backend: z.string().default("auto"),
  threads: z.int().min(1).optional(),
  out: z.string().optional(),
});

/** A configuration's own name, looked for where no model is named. */
export const configFile = "convscope.config.json";

/** Reads a configuration file; nothing in it is taken on trust. */
export function readConfig(path: string): Asked {
  const json = readJson(path);
  const checked = check(configSchema, json, path);
  if ("problem" in checked) throw new CommandError(checked.problem);
  return json as Asked;
}

/** The largest configuration or graph that is looked into. */
const maxBytes = 64 * 2 ** 20;

/** What a JSON file holds. */
export function readJson(path: string): unknown {
  const size = fileSize(path);
  if (size > maxBytes) throw new CommandError(`${path}: must be at most ${maxBytes} bytes. Received ${size}.`);
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new CommandError(`${path}: must be JSON. ${error.message.replace(/\.?$/, ".")}`);
  }
}

/** Flags win over the file. Folders are those of the working directory. */
export function merge(flags: Asked, file: Asked, cwd: string): Asked {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const samples = { ...(file.samples as object | undefined), ...(flags.samples as object | undefined) };
  const merged: Asked = { ...file, ...given, ...(Object.keys(samples).length > 0 && { samples }) };
  const folder = (path: unknown): unknown => (typeof path === "string" ? resolve(cwd, path) : path);
  return { ...merged, ...(merged.out !== undefined && { out: folder(merged.out) }), ...(merged.dataDir !== undefined && { dataDir: folder(merged.dataDir) }) };
}

/** The whole of what was asked for, defaults filled in. */
export function configOf(asked: Asked): Config {
  const checked = check(configSchema, asked, "train");
  if ("problem" in checked) throw new UsageError(checked.problem);
  return checked.data;
}

/** The optimiser of a configuration, with its learning rate and what its gradients are clipped to. */
export function optimizerOf({ optimizer, lr, clipNorm, clipValue }: Pick<Config, "optimizer" | "lr" | "clipNorm" | "clipValue">): Optimizer {
  const asked = typeof optimizer === "string" ? { kind: optimizer } : optimizer;
  return parseOptimizer({ ...asked, ...(lr !== undefined && { learningRate: lr }), ...(clipNorm !== undefined && { clipNorm }), ...(clipValue !== undefined && { clipValue }) });
}

/** The schedule of a configuration. */
export const scheduleOf = ({ schedule }: Pick<Config, "schedule">): Schedule => parseSchedule(schedule);

/** What a configuration says of its loss. */
export type LossSettings = Pick<Config, "loss" | "labelSmoothing" | "classWeights">;

/** The loss of a configuration; weights that balance its classes are in the record itself, once the data have told them. Where it does not say of what it is, the graph's last layer tells: probabilities after a softmax or sigmoid, scores else. */
export function lossOf({ loss, labelSmoothing, classWeights }: LossSettings, graph: Graph): Loss {
  const asked = { ...(typeof loss === "string" ? { kind: loss } : loss), ...(labelSmoothing !== undefined && { labelSmoothing }), ...(typeof classWeights === "object" && { classWeights }) };
  const parsed = parseLoss(asked);
  return "from" in parsed && !("from" in asked) && givesProbabilities(graph) ? parseLoss({ ...asked, from: "probabilities" }) : parsed;
}
