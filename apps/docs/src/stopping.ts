import { bestEpoch, valAccuracy, valLoss, type Monitor } from "@convscope/nn";
import { augmented, decayed, overfitted, type RecordedEpoch } from "./recordedTrainings.ts";

/** Trainings that were recorded: the same net and the same 150 digits. */
export const recordings: readonly { readonly name: string; readonly history: readonly RecordedEpoch[]; readonly test: number }[] = [
  { name: "nothing against overfitting", history: overfitted, test: 0.737 },
  { name: "weight decay", history: decayed, test: 0.777 },
  { name: "augmentation", history: augmented, test: 0.921 },
];

export const monitors: Readonly<Record<string, Monitor>> = { "validation loss": valLoss, "validation accuracy": valAccuracy };

/** Where a training ends and which epoch it keeps. */
export interface Stopping {
  readonly kept: RecordedEpoch;
  readonly last: number;
  readonly stopped: boolean;
}

/** Ends a recorded training where `earlyStopping` would: after `patience` epochs that were no better than the best. */
export function stoppedAt(history: readonly RecordedEpoch[], patience: number, monitor: Monitor): Stopping {
  let kept = history[0];
  for (const [i] of history.entries()) {
    const best = bestEpoch(history.slice(0, i + 1), monitor);
    kept = history.find(({ epoch }) => epoch === best?.epoch) ?? kept;
    if (best && i + 1 - best.epoch >= patience && kept) return { kept, last: i + 1, stopped: true };
  }
  if (!kept) throw new RangeError("There must be an epoch. Received none.");
  return { kept, last: history.length, stopped: false };
}
