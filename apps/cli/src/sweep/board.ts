import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeAtomic } from "@convscope/files";
import { check } from "../check.ts";
import { CommandError } from "../failure.ts";
import { isRun, readRun, type Run } from "../run/run.ts";
import { readJson } from "../settings.ts";
import { sweepSchema, type SweepSpec } from "./spec.ts";
import { trialsOf, type Trial } from "./trials.ts";

/** A sweep in its folder: the spec, and a configuration and a run for each trial. What has been done is read from the runs. */
export interface Board {
  readonly folder: string;
  readonly spec: SweepSpec;
  readonly trials: readonly Trial[];
}

/** How far a trial is. */
export interface Standing {
  readonly trial: Trial;
  readonly run?: Run;
  readonly epochs: number;
  /** The best of the metric so far; none before the first epoch. */
  readonly value?: number;
  /** Why it came to nothing. */
  readonly failed?: string;
}

/** `007` */
const named = ({ number }: Trial): string => String(number).padStart(3, "0");
export const runFolder = ({ folder }: Pick<Board, "folder">, trial: Trial): string => join(folder, "trials", named(trial));
export const configPath = ({ folder }: Pick<Board, "folder">, trial: Trial): string => join(folder, "configs", `${named(trial)}.json`);
const specPath = (folder: string): string => join(folder, "sweep.json");

export const isSweep = (folder: string): boolean => existsSync(specPath(folder));

/** Reads a sweep's file; nothing in it is taken on trust. */
export function readSpec(path: string): SweepSpec {
  const checked = check(sweepSchema, readJson(path), path);
  if ("problem" in checked) throw new CommandError(checked.problem);
  return checked.data;
}

/**
 * Opens a folder for a sweep, or the one that began there.
 *
 * @throws CommandError where another sweep began there.
 */
export async function openBoard(folder: string, spec: SweepSpec): Promise<Board> {
  const trials = trialsOf(spec);
  const text = `${JSON.stringify(spec, null, 2)}\n`;
  if (isSweep(folder) && readFileSync(specPath(folder), "utf8") !== text) throw new CommandError(`${folder}: a sweep goes on with its own file. Received another one than it began with. Choose another --out.`);
  const board = { folder, spec, trials };
  mkdirSync(join(folder, "configs"), { recursive: true });
  mkdirSync(join(folder, "trials"), { recursive: true });
  for (const trial of trials) await writeAtomic(configPath(board, trial), `${JSON.stringify(trial.config, null, 2)}\n`);
  await writeAtomic(specPath(folder), text);
  return board;
}

/** How far a trial is, by its run's folder. */
export function standingOf(board: Board, trial: Trial): Standing {
  const folder = runFolder(board, trial);
  if (!isRun(folder)) return { trial, epochs: 0 };
  const run = readRun(folder);
  const values = run.history.map((log) => log[board.spec.metric] ?? NaN).filter((value) => !Number.isNaN(value));
  const value = values.length === 0 ? undefined : board.spec.metric === "valLoss" ? Math.min(...values) : Math.max(...values);
  return { trial, run, epochs: run.history.length, ...(value !== undefined && { value }), ...(run.status === "failed" && { failed: run.reason ?? "it failed" }) };
}

/** The best first; those that came to nothing last, in the order of their numbers. */
export function ranked(standings: readonly Standing[], metric: SweepSpec["metric"]): readonly Standing[] {
  const worth = ({ value, failed }: Standing): number => (value === undefined || failed !== undefined ? -Infinity : metric === "valLoss" ? -value : value);
  return [...standings].sort((a, b) => worth(b) - worth(a) || a.trial.number - b.trial.number);
}
