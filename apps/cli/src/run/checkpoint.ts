import { existsSync, readFileSync } from "node:fs";
import { FormatError, readSafetensors, writeSafetensors, type Arrays } from "@convscope/exchange";
import { writeAtomic } from "@convscope/files";
import type { Network, Training, TrainingState } from "@convscope/nn";
import { fileSize } from "../file.ts";

/** Everything needed to go on after an epoch: one file, so that its parts cannot disagree. */
export interface Checkpoint {
  readonly weights: Arrays;
  readonly state: TrainingState;
}

/** Writes weights, optimiser state and history as they are now. */
export async function writeCheckpoint(path: string, network: Network, training: Training): Promise<void> {
  const { history, optimizer } = await training.state();
  const tensors = { ...prefixed("weights/", await network.weights()), ...prefixed("optimizer/", optimizer.slots) };
  await writeAtomic(path, writeSafetensors(tensors, { history: JSON.stringify(history), steps: String(optimizer.steps), scalars: JSON.stringify(optimizer.scalars) }));
}

/** Reads a checkpoint; none before the first epoch is finished. */
export function readCheckpoint(path: string): Checkpoint | undefined {
  if (!existsSync(path)) return undefined;
  fileSize(path);
  const { tensors, metadata } = readSafetensors(new Uint8Array(readFileSync(path)), path);
  try {
    return {
      weights: stripped("weights/", tensors),
      state: {
        history: JSON.parse(metadata["history"] ?? "") as TrainingState["history"],
        optimizer: { slots: stripped("optimizer/", tensors), steps: Number(metadata["steps"]), scalars: JSON.parse(metadata["scalars"] ?? "") as Record<string, number> },
      },
    };
  } catch {
    throw new FormatError(`${path}: a checkpoint must hold history, steps and scalars. The file is damaged; delete it to begin again.`);
  }
}

const prefixed = (prefix: string, arrays: Arrays): Arrays => Object.fromEntries(Object.entries(arrays).map(([name, array]) => [prefix + name, array]));
const stripped = (prefix: string, arrays: Arrays): Arrays => Object.fromEntries(Object.entries(arrays).flatMap(([name, array]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), array] as const] : [])));
