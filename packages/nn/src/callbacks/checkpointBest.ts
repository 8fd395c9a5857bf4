import type { Arrays } from "../array.ts";
import { bestEpoch, valLoss, type Callback, type EpochLog, type Monitor } from "../callback.ts";

export interface CheckpointBestOptions {
  readonly monitor?: Monitor;
  /** Receives the weights of each epoch that is better than all before; may write them to disk. */
  readonly save: (weights: Arrays, log: EpochLog) => void | Promise<void>;
}

/** Hands out the weights after each epoch that is the best so far on validation data: never choose on the test set. */
export function checkpointBest({ monitor = valLoss, save }: CheckpointBestOptions): Callback {
  return {
    async onEpochEnd(log, { history, network }) {
      if (bestEpoch(history, monitor) === log) await save(await network.weights(), log);
    },
  };
}

/** Keeps the best weights in memory and puts them back when the training ends, however it ends. */
export function restoreBest(monitor: Monitor = valLoss): Callback {
  let best: Arrays | undefined;
  const { onEpochEnd } = checkpointBest({ monitor, save: (weights) => void (best = weights) });
  return {
    ...(onEpochEnd && { onEpochEnd }),
    async onTrainEnd({ network }) {
      if (best) await network.setWeights(best);
    },
  };
}
