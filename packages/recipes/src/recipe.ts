import type { Graph } from "@convscope/core";
import type { Arrays, Data, Engine, EpochLog, FitOptions, FitResult, GanLog, GanOptions, Network } from "@convscope/nn";
import type { DatasetName, ImageDataset } from "@convscope/datasets";
import { inStages } from "./stages.ts";

/** A measure and what it must reach. */
export interface Expectation {
  /** The name of a measure in the outcome. */
  readonly measure: string;
  readonly atLeast?: number;
  readonly atMost?: number;
}

/** What every recipe says of itself. */
interface Described {
  /** As on the command line; never the name of a model. */
  readonly name: string;
  /** A line: what is trained on what. */
  readonly title: string;
  /** The task, in the field's words: `semantic segmentation`. */
  readonly task: string;
  /** What one sees in it, in a sentence or two. */
  readonly teaches: string;
  /** The data sets that it needs. */
  readonly data: readonly DatasetName[];
  /** What must come out with these settings, whatever the seed; empty where that has not been measured yet. */
  readonly expected: readonly Expectation[];
  /** About so many minutes on two cores with the simd backend. */
  readonly minutes: number;
}

/** A classifier's training by configuration: everything else is as in any training. */
export interface TrainingRecipe extends Described {
  readonly kind: "training";
  /** As a configuration file of `convscope train` has it. */
  readonly config: { readonly model: string; readonly data: string; readonly epochs: number; readonly [setting: string]: unknown };
}

/** The numbers of a recipe that may be chosen otherwise, such as `epochs` or how many samples. */
export type Settings = { readonly [name: string]: number };

/** A training that is more than one classifier: its steps are a function. */
export interface ProgramRecipe<S extends Settings = Settings> extends Described {
  readonly kind: "program";
  /** What they are unless chosen otherwise. */
  readonly settings: S;
  run(bench: Workbench, settings: S): Promise<Outcome>;
}

export type Recipe = TrainingRecipe | ProgramRecipe;

/** What a recipe works with: whoever runs it decides on the engine, where data come from, and what is kept of interrupted work. */
export interface Workbench {
  readonly engine: Engine;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** A data set; of a drawn one so many samples, of another the first so many. */
  data(name: DatasetName, samples?: { readonly train?: number; readonly test?: number }): Promise<ImageDataset>;
  /**
   * Trains a network, as `fit` does. A stage that was interrupted goes on where it was, and one that is finished is not trained again:
   * the network gets the weights that it had at the end. So stages need names of their own, of letters, digits, - and _, and the same order each time,
   * and their callbacks may go by the history alone: `earlyStopping` with `restore: false`.
   *
   * @throws the signal's reason when that is aborted: what follows in the recipe has nothing to go on with.
   */
  fit(stage: string, network: Network, data: Data, options: FitOptions): Promise<FitResult>;
  /**
   * Trains a generator against a discriminator, as `trainGan` does, with the same promise: a stage goes on from the last epoch that it
   * finished. What `look` answers at the end of an epoch is kept with it, for what a recipe shows of the course of a training.
   *
   * @throws as `fit`.
   */
  gan(stage: string, options: GanOptions, look?: Look): Promise<GanResult>;
  /** Says what is being done, in a line. */
  say(text: string): void;
}

/** Arrays to keep of an epoch that has just ended, by names that no other epoch uses. The generator has the weights that it came to. */
export type Look = (log: GanLog) => Promise<Arrays>;

/** A generator's training from its first epoch to the last. */
export interface GanResult {
  readonly history: readonly GanLog[];
  /** What was kept of all epochs. */
  readonly kept: Arrays;
}

/** What a recipe came to. */
export interface Outcome {
  /** By name; `expected` speaks of these. */
  readonly measures: { readonly [name: string]: number };
  /** SVG by name. */
  readonly figures: { readonly [name: string]: string };
  /** What was trained, by name; the first is the one to keep and to ask. */
  readonly networks: { readonly [name: string]: { readonly graph: Graph; readonly weights: Arrays } };
  /** The epochs of each stage. */
  readonly histories: { readonly [stage: string]: readonly EpochLog[] };
  /** A table to print, its head first, where numbers alone say too little. */
  readonly table?: readonly (readonly string[])[];
}

/** A program with its own settings' type, among others in a table. */
export const program = <S extends Settings>(recipe: Omit<ProgramRecipe<S>, "kind">): ProgramRecipe => ({
  ...recipe,
  kind: "program",
  run: (bench, settings) => recipe.run(inStages(bench), { ...recipe.settings, ...settings }),
});
