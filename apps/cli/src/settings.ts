import { existsSync, readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseLoss, parseOptimizer, type Loss, type Optimizer } from "@convscope/nn";
import { z } from "zod";
import { CommandError } from "./failure.ts";

const sizes = z.array(z.int().min(1)).min(1).max(4);
const record = z.union([z.string(), z.looseObject({ kind: z.string() })]);

/** A kind, or `{ kind, …options }`. */
type Kinded = string | { readonly kind: string; readonly [option: string]: unknown };

/** Everything that a training needs, as a configuration file holds it. */
export interface Config {
  readonly $schema?: string | undefined;
  /** A model of the zoo, or a graph's JSON file. */
  readonly model: string;
  readonly data: string;
  /** The folder that holds the data set's files. */
  readonly dataDir?: string | undefined;
  /** How many samples of a drawn set, or the first so many of another. */
  readonly samples: { readonly train?: number | undefined; readonly test?: number | undefined };
  readonly classes?: number | undefined;
  readonly input?: readonly number[] | undefined;
  readonly epochs: number;
  readonly batch: number;
  readonly optimizer: Kinded;
  /** Learning rate per step; the optimiser's own if left out. */
  readonly lr?: number | undefined;
  readonly loss: Kinded;
  readonly seed: number;
  /** Share of the training set that is held out. */
  readonly validation: number;
  /** End after so many epochs without a better validation loss. */
  readonly patience?: number | undefined;
  /** How weights are drawn. */
  readonly init: "keras" | "torch";
  readonly backend: string;
  /** The run's folder. */
  readonly out?: string | undefined;
}

/** Checks a configuration; what is left out gets its default. */
export const configSchema: z.ZodType<Config> = z.strictObject({
  $schema: z.string().optional(),
  model: z.string(),
  data: z.string().default("strokes"),
  dataDir: z.string().optional(),
  samples: z.strictObject({ train: z.int().min(1).optional(), test: z.int().min(1).optional() }).default({}),
  classes: z.int().min(1).optional(),
  input: sizes.optional(),
  epochs: z.int().min(1).default(3),
  batch: z.int().min(1).default(64),
  optimizer: record.default("adam"),
  lr: z.number().positive().optional(),
  loss: record.default("sparseCategoricalCrossentropy"),
  seed: z.int().min(0).max(2 ** 32 - 1).default(1),
  validation: z.number().min(0).lt(1).default(0.1),
  patience: z.int().min(1).optional(),
  init: z.enum(["keras", "torch"]).default("keras"),
  backend: z.string().default("auto"),
  out: z.string().optional(),
});

/** A configuration's own name, looked for where no model is named. */
export const configFile = "convscope.config.json";

/** Reads a configuration file; nothing in it is taken on trust. */
export function readConfig(path: string): Record<string, unknown> {
  if (!existsSync(path)) throw new CommandError(`${path}: there is no such file.`);
  if (statSync(path).size > 2 ** 20) throw new CommandError(`${path}: a configuration must be at most 1 MiB. Received ${statSync(path).size} bytes.`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CommandError(`${path}: must be JSON. ${error instanceof Error ? error.message : ""}`);
  }
  return { ...checkedConfig(json, path) };
}

/** Checks a configuration; `where` names it in messages. */
export function checkedConfig(json: unknown, where: string): Config {
  const result = configSchema.safeParse(json);
  if (!result.success) throw new CommandError(`${where}: ${z.prettifyError(result.error).replaceAll("\n", " ")}`);
  return result.data;
}

/** Flags win over the file, the file over defaults. */
export function mergeConfig(flags: object, file: object, cwd: string): Config {
  const given = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));
  const config = checkedConfig({ ...file, ...given }, "train");
  return { ...config, ...(config.out !== undefined && { out: resolve(cwd, config.out) }) };
}

/** The optimiser of a configuration, with its learning rate. */
export function optimizerOf({ optimizer, lr }: Pick<Config, "optimizer" | "lr">): Optimizer {
  const asked = typeof optimizer === "string" ? { kind: optimizer } : optimizer;
  return parseOptimizer({ ...asked, ...(lr !== undefined && { learningRate: lr }) });
}

export const lossOf = ({ loss }: Pick<Config, "loss">): Loss => parseLoss(loss);
