/** How a training is divided. */
export interface LoopCount {
  /** Samples that are learned from, once the held-out share is taken away. */
  readonly samples: number;
  readonly stepsPerEpoch: number;
  /** What is left for the last batch of an epoch. */
  readonly lastBatch: number;
  readonly steps: number;
}

/** Counts steps: the last batch of an epoch may be smaller. */
export function loopCount({ samples, heldOut, batch, epochs }: { readonly samples: number; readonly heldOut: number; readonly batch: number; readonly epochs: number }): LoopCount {
  const left = samples - Math.round(samples * heldOut);
  const stepsPerEpoch = Math.ceil(left / batch);
  return { samples: left, stepsPerEpoch, lastBatch: left - (stepsPerEpoch - 1) * batch, steps: stepsPerEpoch * epochs };
}
