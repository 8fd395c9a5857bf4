import type { Arrays } from "./array.ts";
import type { EpochLog } from "./callback.ts";
import type { OptimizerState } from "./engine.ts";
import type { LossSums } from "./lossMeans.ts";
import type { Sums } from "./means.ts";

/** Everything that a training needs to go on, bit by bit, as if it had not stopped. What is drawn at random depends on the network's seed and on the place in the training alone. */
export interface TrainingState {
  /** Of the epochs that are finished. */
  readonly history: readonly EpochLog[];
  /** As the training has them, not averaged. */
  readonly weights: Arrays;
  readonly optimizer: OptimizerState;
  /** How far the epoch after them is, where it has begun. */
  readonly within?: Within;
  /** The averaged weights, where they are averaged. */
  readonly average?: WeightAverage;
}

/** A place in an epoch. */
export interface Within {
  /** Steps that are done. */
  readonly steps: number;
  /** What the metrics over them add up to, */
  readonly sums: Sums;
  /** and the losses. */
  readonly losses: LossSums;
}

/** Weights averaged over the steps of a training. */
export interface WeightAverage {
  /** Steps that have gone in. */
  readonly steps: number;
  readonly weights: Arrays;
}
