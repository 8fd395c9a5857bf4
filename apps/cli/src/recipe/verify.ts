import { join } from "node:path";
import { summarize } from "@convscope/core";
import { verdicts, type Recipe, type TrainingRecipe, type Verdict } from "@convscope/recipes";
import { readRun, readRunGraph, type Run } from "../run/run.ts";
import { trainRun } from "../run/train.ts";
import { merge } from "../settings.ts";
import type { Terminal } from "../terminal.ts";
import { carryOut } from "./run.ts";

/** A recipe that was carried out with its own settings, and whether it met what it states. */
export interface Verified {
  readonly recipe: string;
  readonly measures: { readonly [name: string]: number };
  readonly verdicts: readonly Verdict[];
  readonly backend: string;
  readonly seconds: number;
  readonly run: string;
  readonly interrupted: boolean;
}

export interface VerifyOptions {
  readonly seed?: number | undefined;
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
  readonly dataDir?: string | undefined;
  /** Each recipe gets a folder in it. */
  readonly out: string;
}

/** Carries a recipe out with its own settings. */
export async function verifyRecipe(terminal: Terminal, recipe: Recipe, { out, ...options }: VerifyOptions): Promise<Verified> {
  const place = { folder: join(out, recipe.name), numbered: true };
  if (recipe.kind === "program") {
    const { record, folder, outcome, verdicts: met } = await carryOut(terminal, recipe, { ...options, settings: {} }, place, false);
    return { recipe: recipe.name, measures: outcome?.measures ?? {}, verdicts: met, backend: record.backend.name, seconds: record.seconds, run: folder, interrupted: !outcome };
  }
  const { run, folder } = await trainRun(terminal, merge({ ...options }, recipe.config, terminal.cwd), place, false);
  const measures = run.test ? measuresOf(folder, run) : {};
  return { recipe: recipe.name, measures, verdicts: verdicts(recipe.expected, measures), backend: run.backend.name, seconds: run.seconds, run: folder, interrupted: run.status === "interrupted" };
}

/** What a finished training is measured by: its test, and what the net takes. */
function measuresOf(folder: string, run: Run): { readonly [name: string]: number } {
  const { params, macs } = summarize(readRunGraph(folder, run));
  return { ...run.test, epochs: run.history.length, parameters: params, macs };
}

/** Whether a run is the recipe's own: with nothing but the seed and what computes chosen otherwise. */
function isOwnRun({ config }: TrainingRecipe, run: Run): boolean {
  const { config: asked } = run;
  return Object.entries(config).every(([name, value]) => name === "augment" || JSON.stringify(asked[name as keyof Run["config"]]) === JSON.stringify(value)) && Object.keys(asked.samples).length === 0;
}

/** A finished run beside what its recipe states; nothing where it was trained otherwise. */
export const verdictsOn = (recipe: TrainingRecipe, folder: string): readonly Verdict[] => {
  const run = readRun(folder);
  return run.test && isOwnRun(recipe, run) ? verdicts(recipe.expected, measuresOf(folder, run)) : [];
};
