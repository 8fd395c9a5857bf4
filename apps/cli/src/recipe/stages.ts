import { existsSync, readFileSync } from "node:fs";
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
import { announceStage, stageFile } from "./stageFile.ts";

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
  return async (stage, network, data, options) => {
    const [path, end] = [stageFile(folder, stage), stageFile(folder, stage, "-end")];
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
    const tell: Callback = {
      onBatchEnd: (seen) => progress.batch(seen),
      onEpochEnd(log) {
        progress.epoch(log, options.epochs, (performance.now() - since) / 1000);
        since = performance.now();
      },
      async onTrainEnd(training) {
        progress.stop();
        if (terminal.signal.aborted) await writeCheckpoint(path, await training.state());
      },
    };
    const keep: Callback = { onEpochEnd: async (_, training) => writeCheckpoint(path, await training.state()) };
    const resume = readCheckpoint(path);
    announceStage(terminal, stage, resume);
    // The recipe's own callbacks may put other weights into the network at the end. The epoch after which one of them ends the training
    // is in no checkpoint: what broke off there takes it again, and is ended again.
    const result = await fit(network, data, { ...options, callbacks: [tell, ...(options.callbacks ?? []), keep], signal: terminal.signal, ...(resume && { resume }) });
    if (result.ended !== "aborted") {
      await writeAtomic(end, writeSafetensors(await network.weights()));
      await finish(stage, told(result));
    }
    terminal.signal.throwIfAborted();
    return result;
  };
}

const told = ({ ended, ...rest }: FitResult): FinishedStage => ({ ...rest, ended: ended === "stopped" ? "stopped" : "finished" });
