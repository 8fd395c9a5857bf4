import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readSafetensors, writeSafetensors } from "@convscope/exchange";
import { writeAtomic } from "@convscope/files";
import { fit, type Callback, type FitResult } from "@convscope/nn";
import type { Workbench } from "@convscope/recipes";
import { CommandError } from "../failure.ts";
import { fileSize } from "../file.ts";
import { trainingProgress } from "../progress.ts";
import { readCheckpoint, writeCheckpoint } from "../run/checkpoint.ts";
import type { Terminal } from "../terminal.ts";
import type { FinishedStage } from "./record.ts";

/** How the stages of a recipe are remembered. */
export interface StageMemory {
  readonly folder: string;
  finished(stage: string): FinishedStage | undefined;
  finish(stage: string, result: FinishedStage): Promise<void>;
}

/**
 * Trains the stages of a recipe into its folder: a checkpoint after each epoch and when interrupted, and the weights at the end.
 * A stage that is finished is read, one that has begun goes on.
 */
export function stageFit(terminal: Terminal, { folder, finished, finish }: StageMemory): Workbench["fit"] {
  const stages = join(folder, "stages");
  return async (stage, network, data, options) => {
    if (!/^[\w-]+$/.test(stage)) throw new RangeError(`recipe: a stage's name must be of letters, digits, - and _. Received "${stage}".`);
    mkdirSync(stages, { recursive: true });
    const [path, end] = [join(stages, `${stage}.safetensors`), join(stages, `${stage}-end.safetensors`)];
    const before = finished(stage);
    if (before) {
      if (!existsSync(end)) throw new CommandError(`${end}: the weights of a finished stage are missing. Carry the recipe out again into another folder.`);
      fileSize(end);
      await network.setWeights(readSafetensors(new Uint8Array(readFileSync(end)), end).tensors);
      const { reason, ...rest } = before;
      return { ...rest, ...(reason !== undefined && { reason }) };
    }
    const progress = trainingProgress(terminal);
    let since = performance.now();
    const keep: Callback = {
      onBatchEnd: (seen) => progress.batch(seen),
      async onEpochEnd(log, training) {
        progress.epoch(log, options.epochs, (performance.now() - since) / 1000);
        since = performance.now();
        await writeCheckpoint(path, await training.state());
      },
      async onTrainEnd(training) {
        progress.stop();
        if (terminal.signal.aborted) await writeCheckpoint(path, await training.state());
      },
    };
    const resume = readCheckpoint(path);
    terminal.err(`${stage}${resume ? `, going on after epoch ${resume.history.length}` : ""}\n`);
    // Before the recipe's own callbacks, which may put other weights into the network at the end.
    const result = await fit(network, data, { ...options, callbacks: [keep, ...(options.callbacks ?? [])], signal: terminal.signal, ...(resume && { resume }) });
    terminal.signal.throwIfAborted();
    await writeAtomic(end, writeSafetensors(await network.weights()));
    await finish(stage, told(result));
    return result;
  };
}

const told = ({ ended, ...rest }: FitResult): FinishedStage => ({ ...rest, ended: ended === "stopped" ? "stopped" : "finished" });
