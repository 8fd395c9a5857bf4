import { existsSync, readFileSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { writeSafetensors } from "@convscope/exchange";
import { writeAtomic } from "@convscope/files";
import { bestEpoch, csvLog, jsonLinesLog, tensorboardLog, topEpochs, type Callback, type EpochLog, type Monitor, type Training } from "@convscope/nn";
import type { Config } from "../settings.ts";
import type { Best, Checkpoint } from "./checkpoint.ts";
import { checksumOf } from "./arrayFile.ts";
import { keepCheckpoint } from "./checkpoints.ts";
import { runFiles } from "./run.ts";
import { growingFile, type Writer } from "./writer.ts";

interface KeeperOptions {
  readonly folder: string;
  readonly config: Pick<Config, "keep" | "checkpointMinutes" | "log">;
  readonly monitor: Monitor;
  readonly writer: Writer;
  readonly signal: AbortSignal;
  readonly checkpoint?: Checkpoint | undefined;
}

/** What a training leaves in its folder on its way. */
export interface Keeper {
  readonly callbacks: readonly Callback[];
  /** The best weights so far. */
  best(): Best | undefined;
  /** Tries once more what could not be written, and leaves no more than was asked for. */
  finish(history: readonly EpochLog[]): Promise<void>;
}

/**
 * Keeps checkpoints, the best weights and the history of a training. What is asked first is what must not be lost: the checkpoint,
 * which has the best weights too, so that the other files can be made from it; what no checkpoint needs any more goes last.
 */
export function keeperOf({ folder, config, monitor, writer, signal, checkpoint }: KeeperOptions): Keeper {
  const { attempt } = writer;
  const files = runFiles(folder);
  const keep = config.keep ?? 0;
  let best = checkpoint?.best;
  /** The epoch of the weights in `best.safetensors`. */
  let shown: number | undefined;
  let since = performance.now();
  /** What makes the newest checkpoint, where it could not be written. */
  let owed: Checkpoint | undefined;
  /** The histories of the last checkpoint and of the one before it, as they lie on the disk. */
  let onDisk: readonly (readonly EpochLog[])[] = checkpoint ? [checkpoint.history, checkpoint.history.slice(0, -1)] : [];

  async function writeLast(training: Training): Promise<void> {
    since = performance.now();
    owed = { ...(await training.state()), best };
    await payLast();
  }
  async function payLast(): Promise<void> {
    const due = owed;
    if (!due || !(await attempt("last.safetensors", () => keepCheckpoint(folder, due)))) return;
    owed = undefined;
    onDisk = [due.history, onDisk[0] ?? []];
  }
  async function writeBest(): Promise<void> {
    const due = best;
    if (!due) await attempt("best.safetensors", () => rm(files.best, { force: true }));
    else if (due.epoch !== shown && (await attempt("best.safetensors", () => writeAtomic(files.best, writeSafetensors(due.weights, { epoch: String(due.epoch), checksum: checksumOf(due.weights, String(due.epoch)) }))))) shown = due.epoch;
  }
  /** Removes epochs that none of these counts among the best. */
  async function prune(histories: readonly (readonly EpochLog[])[]): Promise<void> {
    if (!existsSync(files.kept)) return;
    const wanted = new Set(histories.flatMap((history) => topEpochs(history, keep, monitor)).map(({ epoch }) => keptName(epoch)));
    await attempt("checkpoints", async () => {
      for (const name of readdirSync(files.kept)) if (/^epoch-\d+\.safetensors$/.test(name) && !wanted.has(name)) await rm(join(files.kept, name), { force: true });
    });
  }

  const states: Callback = {
    async onTrainBegin() {
      // What is there may be of epochs that the checkpoint does not know.
      await writeBest();
      await prune(onDisk);
    },
    async onBatchEnd(_, training) {
      if (performance.now() - since >= config.checkpointMinutes * 60_000) await writeLast(training);
    },
    async onEpochEnd(log, training) {
      const { history, network } = training;
      const isBest = bestEpoch(history, monitor) === log;
      const isKept = topEpochs(history, keep, monitor).includes(log);
      if (isBest || isKept) {
        const weights = await network.weights();
        if (isBest) best = { epoch: log.epoch, weights };
        if (isKept) await attempt(keptName(log.epoch), () => writeAtomic(join(files.kept, keptName(log.epoch)), writeSafetensors(weights, { epoch: String(log.epoch) })));
      }
      await writeLast(training);
      await writeBest();
      // Each of the two may be the one to go on from.
      await prune(onDisk);
    },
    async onTrainEnd(training) {
      const { within, history } = await training.state();
      if (signal.aborted && (within || history.length > 0)) await writeLast(training);
    },
  };
  const logs: Callback[] = [
    csvLog({ write: growingFile(files.csv, writer) }),
    ...(config.log?.includes("jsonl") ? [jsonLinesLog({ write: growingFile(files.jsonl, writer) })] : []),
    ...(config.log?.includes("tensorboard") ? [tensorboardLog({ write: growingFile(files.tensorboard, writer), ...(checkpoint && existsSync(files.tensorboard) && { before: new Uint8Array(readFileSync(files.tensorboard)) }) })] : []),
  ];
  return {
    callbacks: [states, ...logs],
    best: () => best,
    async finish(history) {
      await payLast();
      await writeBest();
      await prune([history]);
    },
  };
}

/** `epoch-07.safetensors`: in the order of the epochs as files are listed. */
const keptName = (epoch: number): string => `epoch-${String(epoch).padStart(2, "0")}.safetensors`;
