import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { FormatError } from "@convscope/exchange";
import type { Arrays } from "@convscope/nn";
import { CommandError, UsageError } from "../failure.ts";
import { importedData } from "../imported.ts";
import { dataReference, openData } from "../open-data.ts";
import { openSamples, tellProblems } from "../samples.ts";
import type { Config } from "../settings.ts";
import type { Terminal } from "../terminal.ts";
import { balanced } from "./balanced.ts";
import { readCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { draftOf } from "./draft.ts";
import { checkFit } from "./graph.ts";
import { readBegin, readBest, readRun, readRunGraph, runFiles } from "./run.ts";
import type { Beginning } from "./subject.ts";

/** Where a run's data are now, and what computes. */
export interface KeptOptions {
  readonly data?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
}

/** A training that was made, with what has come of it. */
export interface KeptRun {
  readonly beginning: Beginning;
  /** The data set's title. */
  readonly title: string;
  close(): Promise<void>;
}

/**
 * Opens a run with its data, for the doctor. Nothing in its folder is changed. Where it has left no weights, it is as it began.
 *
 * @throws CommandError when the data are not those that it was trained with.
 */
export async function openKept(terminal: Terminal, folder: string, { data: moved, dataDir, backend, threads }: KeptOptions): Promise<KeptRun> {
  const run = readRun(folder);
  if (run.data.name === importedData) throw new UsageError(`${folder} was imported: nothing is known of its training that could be looked at.`);
  const config: Config = {
    ...run.config,
    ...(moved !== undefined && { data: dataReference(moved, terminal.cwd) }),
    ...(dataDir !== undefined && { dataDir: resolve(terminal.cwd, dataDir) }),
    ...(backend !== undefined && { backend }),
    ...(threads !== undefined && { threads }),
  };
  const data = await openData(terminal, { ...config, classNames: run.data.classes });
  if (data.checksum !== run.data.checksum) throw new CommandError(`${config.data}: the data must be those of the training. Received ${data.checksum}, where ${run.data.checksum} was due. Say where those are with --data-dir or --data.`);
  const draft = await draftOf(terminal, config, { data, graph: readRunGraph(folder, run), hasWeights: true });
  checkFit(draft.graph, data);
  const weights = keptWeights(folder);
  const samples = await openSamples(data, { ...config, standardise: run.preprocessing.standardise, shape: run.data.inputShape, policy: draft.policy });
  const begin = readBegin(folder);
  if (!weights) terminal.err(`note: the run has left no weights, so it is looked at as it began.${run.reason === undefined ? "" : ` It ended so: ${run.reason}`}\n`);
  return {
    title: data.title,
    beginning: {
      ...balanced(draft, samples.train.labels, data.classes.length), samples, classes: data.classes,
      weights: weights?.kept ?? begin,
      kept: weights && {
        history: run.history,
        ...(begin && { begin }),
        ...(weights.last && { last: weights.last }),
        ...(run.best && weights.last && { epoch: run.best.epoch }),
        ...(run.status === "failed" && run.reason !== undefined && { failed: run.reason }),
      },
    },
    async close() {
      tellProblems(terminal, samples.problems());
      await samples.close();
    },
  };
}

/** The best weights of a run, else the last; and the last beside the best. */
function keptWeights(folder: string): { readonly kept: Arrays; readonly last?: Arrays } | undefined {
  const checkpoint = lastCheckpoint(folder);
  // Where weights are averaged, those are what was measured.
  const last = checkpoint && { ...checkpoint.weights, ...checkpoint.average?.weights };
  const best = existsSync(runFiles(folder).best) ? readBest(folder) : checkpoint?.best?.weights;
  return best ? { kept: best, ...(last && { last }) } : last && { kept: last };
}

/** The newest checkpoint that is whole; who looks mends nothing. */
function lastCheckpoint(folder: string): Checkpoint | undefined {
  const { last, previous } = runFiles(folder);
  for (const path of [last, previous]) {
    try {
      const checkpoint = readCheckpoint(path);
      if (checkpoint) return checkpoint;
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
    }
  }
  return undefined;
}
