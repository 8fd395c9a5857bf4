import { bestEpoch, valLoss, type Callback, type Monitor } from "../callback.ts";

export interface EarlyStoppingOptions {
  readonly monitor?: Monitor;
  /** Epochs without a gain that are waited for. */
  readonly patience?: number;
  /** A gain must be larger than this. */
  readonly minDelta?: number;
}

/** Ends the training once `patience` epochs in a row have not been better than the best. It looks at the history alone, so a resumed training stops where it would have. */
export function earlyStopping({ monitor = valLoss, patience = 5, minDelta = 0 }: EarlyStoppingOptions = {}): Callback {
  return {
    onEpochEnd({ epoch }, { history }) {
      const best = bestEpoch(history, monitor, minDelta);
      if (best && epoch - best.epoch >= patience) return { stop: `${monitor.metric} has not improved for ${patience} epochs; the best was epoch ${best.epoch}` };
    },
  };
}
