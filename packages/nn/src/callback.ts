import { didYouMean, received } from "@convscope/core";
import type { Network } from "./network.ts";
import type { TrainingState } from "./trainingState.ts";

/**
 * What one epoch came to: `loss` and metrics over the training batches as they went by, `val…` over the validation data after it:
 * `loss`, `accuracy`, `valLoss`, `valAccuracy`. Where several outputs have a loss, `loss` and `valLoss` are the weighted sum, and each
 * output has its own: `ends.digit.loss`, `ends.digit.accuracy`, `val.ends.digit.loss`, `val.ends.digit.accuracy`.
 *
 * Losses are those of all samples at once: each batch counts by what its loss is a mean over, which is Σ w where samples or classes have
 * weights. So `loss` and `valLoss` can be compared, whatever the size of a batch. Keras and the usual loop of PyTorch count each batch by
 * its samples, which is the same without weights. Metrics count samples, as Keras's `metrics` do, whatever their weights.
 */
export interface EpochLog {
  /** Counted from 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly [metric: string]: number;
}

/** How far the current epoch is. */
export interface Progress {
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Samples seen in this epoch, of how many. */
  readonly seen: number;
  readonly total: number;
  /** Means over the epoch so far. */
  readonly means: { readonly loss: number; readonly [metric: string]: number };
  readonly imagesPerSecond: number;
  /** Of the step just taken. */
  readonly learningRate: number;
}

/** A training while it runs, as callbacks see it. */
export interface Training {
  readonly network: Network;
  readonly history: readonly EpochLog[];
  /** All that it takes to go on from this moment, in the middle of an epoch too. */
  state(): Promise<TrainingState>;
}

/** Ends the training, with a reason to show. */
export interface Stop {
  readonly stop: string;
}

/** Asked at the turning points of a training. What it answers is awaited. */
export interface Callback {
  /** Before the first step, be it of a new training or of one that goes on; an answer leaves it at what is done. */
  onTrainBegin?(training: Training): void | Stop | Promise<void | Stop>;
  onBatchEnd?(progress: Progress, training: Training): void | Promise<void>;
  /** Where weights are averaged, the network has the averaged ones here, and those of the training again in the next epoch. */
  onEpochEnd?(log: EpochLog, training: Training): void | Stop | Promise<void | Stop>;
  /** Also after an abort or an error. */
  onTrainEnd?(training: Training): void | Promise<void>;
}

const turningPoints: readonly string[] = ["onTrainBegin", "onBatchEnd", "onEpochEnd", "onTrainEnd"] satisfies readonly (keyof Callback)[];

/**
 * Refuses what nobody would call. A callback may have more of its own, but nothing that begins with `on`: it would be a misspelt one.
 *
 * @throws RangeError naming the nearest that exists.
 */
export function checkCallbacks(where: string, callbacks: readonly Callback[]): void {
  const given: unknown = callbacks;
  if (!Array.isArray(given)) throw new RangeError(`${where}: callbacks must be a list: [{ onEpochEnd: … }]. Received ${received(given)}.`);
  for (const callback of given as readonly unknown[]) {
    if (typeof callback !== "object" || callback === null) throw new RangeError(`${where}: each callback must be a record with ${turningPoints.join(", ")}, or what earlyStopping() and its like give. Received ${received(callback)}.`);
    const strange = Object.keys(callback).find((name) => /^on[A-Z]/.test(name) && !turningPoints.includes(name));
    if (strange !== undefined) throw new RangeError(`${where}: no callback is asked at ${strange}.${didYouMean(strange, turningPoints)} There are ${turningPoints.join(", ")}.`);
  }
}

/** A number of the epoch log that tells how good it is, and whether less is better. */
export interface Monitor {
  readonly metric: string;
  readonly mode: "min" | "max";
  /** Which of equally good epochs is the best; the first unless told otherwise. */
  readonly ties?: "first" | "last";
}

export const valLoss: Monitor = { metric: "valLoss", mode: "min" };

/**
 * Chooses weights by what a classifier is for. The loss of held-out data stops falling while more and more of it is answered rightly,
 * because a net grows too sure of its mistakes (arXiv:1706.04599, section 3). Of equals the last: its learning rate has fallen furthest.
 */
export const valAccuracy: Monitor = { metric: "valAccuracy", mode: "max", ties: "last" };

/** The best epoch so far. Epochs without the metric, or in which it or a loss is not a number, do not count. */
export function bestEpoch(history: readonly EpochLog[], { metric, mode, ties = "first" }: Monitor = valLoss, minDelta: number = 0): EpochLog | undefined {
  const gain = (a: number, b: number): number => (mode === "min" ? b - a : a - b);
  let best: EpochLog | undefined;
  for (const log of history) {
    if ([log[metric] ?? NaN, log.loss, log["valLoss"] ?? 0].some(Number.isNaN)) continue;
    const gained = best === undefined ? Infinity : gain(log[metric] ?? NaN, best[metric] ?? NaN);
    if (gained > minDelta || (ties === "last" && gained === 0)) best = log;
  }
  return best;
}
