import type { Arrays } from "../array.ts";
import { bestEpoch, valLoss, type Callback, type Monitor, type Stop, type Training } from "../callback.ts";
import { restoreBest } from "./checkpointBest.ts";

export interface EarlyStoppingOptions {
  readonly monitor?: Monitor;
  /** Epochs without a gain that are waited for. */
  readonly patience?: number;
  /** A gain must be larger than this. */
  readonly minDelta?: number;
  /** Whether the best weights are put back, whatever ended the training; they are unless told otherwise. */
  readonly restore?: boolean;
  /** The best weights of the epochs that are finished already, where a training goes on that restores them. */
  readonly best?: Arrays;
}

/**
 * Ends the training once `patience` epochs in a row have not been better than the best. It looks at the history alone, so a resumed training stops where it would have.
 *
 * @throws RangeError at the beginning of a training that goes on without its best weights, as `restoreBest`.
 */
export function earlyStopping({ monitor = valLoss, patience = 5, minDelta = 0, restore = true, best: before }: EarlyStoppingOptions = {}): Callback {
  const restoring = restore ? restoreBest(monitor, before) : {};
  const decide = ({ history }: Training): Stop | undefined => {
    const best = bestEpoch(history, monitor, minDelta);
    return best && history.length - best.epoch >= patience ? { stop: `${monitor.metric} has not improved for ${patience} epochs; the best was epoch ${best.epoch}` } : undefined;
  };
  return {
    ...restoring,
    async onTrainBegin(training) {
      await restoring.onTrainBegin?.(training);
      const stop = decide(training);
      // It broke off just where it would have ended; in the middle of an epoch it had been gone on with nevertheless.
      return stop && !(await training.state()).within ? stop : undefined;
    },
    async onEpochEnd(log, training) {
      await restoring.onEpochEnd?.(log, training);
      return decide(training);
    },
  };
}
