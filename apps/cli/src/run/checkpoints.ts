import { existsSync, renameSync } from "node:fs";
import { rename } from "node:fs/promises";
import { basename } from "node:path";
import { FormatError } from "@convscope/exchange";
import { CommandError } from "../failure.ts";
import { readCheckpoint, writeCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { runFiles } from "./run.ts";

/** Writes a run's newest checkpoint and keeps the one before it. At every moment one of them is there and whole. */
export async function keepCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const { last, next, previous } = runFiles(folder);
  await writeCheckpoint(next, checkpoint);
  if (existsSync(last)) await rename(last, previous);
  await rename(next, last);
}

/** Where a run goes on. */
export interface Continuation {
  /** None before the first is written. */
  readonly checkpoint?: Checkpoint | undefined;
  /** What a person should know of it. */
  readonly note?: string | undefined;
}

/**
 * A run's newest checkpoint that is whole. A damaged one gives way to the one before it; where there was none before, as few as
 * `finished` ≤ 1 epochs are lost by beginning afresh.
 *
 * @throws CommandError where nothing is whole.
 */
export function newestCheckpoint(folder: string, finished: number): Continuation {
  const { last, next, previous } = runFiles(folder);
  const problems: FormatError[] = [];
  for (const path of [last, next, previous]) {
    try {
      const checkpoint = readCheckpoint(path);
      if (!checkpoint) continue;
      // Over the damaged one, which would else become the one before.
      if (path !== last) renameSync(path, last);
      return { checkpoint, note: problems[0] && `${problems[0].message} The checkpoint before it, ${basename(path)}, takes its place.` };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      problems.push(error);
    }
  }
  const [problem] = problems;
  if (problem && finished > 1) throw new CommandError(`${folder}: a training goes on from a checkpoint that is whole. Received ${problems.length > 1 ? "damaged ones" : "a damaged one, and none before it"}. ${problems.map(({ message }) => message).join(" ")} Train anew into another --out.`);
  if (!problem && finished > 0) return { note: `${folder} holds no checkpoint of the ${finished} epoch${finished === 1 ? "" : "s"} that run.json tells of, so the training begins afresh.` };
  return { note: problem && `${problem.message} There is none before it, so the training begins afresh.` };
}

/** `after epoch 3`, `after step 20 of epoch 4`. */
export const placeText = ({ history, within }: Checkpoint): string => (within ? `after step ${within.steps} of epoch ${history.length + 1}` : `after epoch ${history.length}`);
