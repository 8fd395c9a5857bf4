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

/**
 * Keeps the best weights in memory and puts them back when the training ends, however it ends.
 *
 * @param before the best weights of the epochs that are finished already, where a training goes on
 * @throws RangeError at the beginning of a training that goes on and has a best epoch, without `before`.
 */
export function restoreBest(monitor: Monitor = valLoss, before?: Arrays): Callback {
  let best: Arrays | undefined;
  return {
    ...checkpointBest({ monitor, save: (weights) => void (best = weights) }),
    onTrainBegin({ history }) {
      best = before;
      const epoch = bestEpoch(history, monitor)?.epoch;
      if (epoch !== undefined && !before) throw new RangeError(`restoreBest: a training that goes on must be given the best weights so far, those of epoch ${epoch}. Received none. Give them beside the monitor, or leave restoreBest out.`);
    },
    async onTrainEnd({ network }) {
      if (best) await network.setWeights(best);
    },
  };
}
