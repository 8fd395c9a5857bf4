import type { Arrays } from "../array.ts";
import { bestEpoch, valLoss, type Callback, type EpochLog, type Monitor } from "../callback.ts";

export interface TopCheckpointsOptions {
  /** How many are kept. */
  readonly count: number;
  readonly monitor?: Monitor;
  /** Receives the weights of each epoch that is among the best so far. */
  readonly save: (weights: Arrays, log: EpochLog) => void | Promise<void>;
  /** Told of an epoch that is among the best no more, after the one in its place is saved. */
  readonly remove: (log: EpochLog) => void | Promise<void>;
}

/** Keeps the weights of the best few epochs. It looks at the history alone, so a training that goes on keeps and removes what it would have. */
export function topCheckpoints({ count, monitor = valLoss, save, remove }: TopCheckpointsOptions): Callback {
  return {
    async onEpochEnd(log, { history, network }) {
      const now = topEpochs(history, count, monitor);
      if (!now.includes(log)) return;
      await save(await network.weights(), log);
      for (const before of topEpochs(history.slice(0, -1), count, monitor)) if (!now.includes(before)) await remove(before);
    },
  };
}

/** The best epochs so far, the best first; fewer where there are not so many that count. */
export function topEpochs(history: readonly EpochLog[], count: number, monitor: Monitor = valLoss): readonly EpochLog[] {
  const best = count > 0 ? bestEpoch(history, monitor) : undefined;
  return best ? [best, ...topEpochs(history.filter((log) => log !== best), count - 1, monitor)] : [];
}
