import { batchIndices, checkData, inAdvance, samplesIn, type Data } from "./data.ts";
import { breather } from "./breathe.ts";
import type { StepOptions } from "./engine.ts";
import type { Network } from "./network.ts";
import { objectiveOf, type LossOption } from "./objective.ts";
import type { Optimizer } from "./optimizers/index.ts";
import { known, whole } from "./options.ts";
import { randomOf } from "./random.ts";

export interface LearningRateFinderOptions {
  readonly loss: LossOption;
  /** Its own learning rate is not used. */
  readonly optimizer: Optimizer;
  /** The learning rate of the first step, 1e-7 unless given, and of the last, 10 unless given. */
  readonly from?: number;
  readonly to?: number;
  /** How many rates are tried, each as many times the one before; 100 unless given. */
  readonly steps?: number;
  readonly batchSize?: number;
  /** So many batches make one step, as in the training that is to come; 1 unless given. */
  readonly accumulate?: number;
  /** How much of the running mean of the loss stays in each step, 0.9 unless given: batches differ, and their noise is steeper than the curve. */
  readonly smoothing?: number;
  /** As in the training that is to come. */
  readonly trainable?: StepOptions["trainable"];
  readonly rates?: StepOptions["rates"];
  /** Ends the search after the step that is under way; what was found so far is given. */
  readonly signal?: AbortSignal;
  /** Told after each step. */
  readonly onStep?: (done: number, steps: number) => void;
}

/** What a search for a learning rate has found. */
export interface LearningRates {
  /** The rates that were tried, ascending. */
  readonly rates: readonly number[];
  /** The loss of the batch that was then taken a step on, before that step. */
  readonly losses: readonly number[];
  /** The running mean of the losses. */
  readonly smoothed: readonly number[];
  /** The rate at which the smoothed loss falls most steeply: a good one to begin with. None where it does not fall by a hundredth. */
  readonly suggestion?: number;
  /** A tenth of the rate at which the smoothed loss is least: a bold one, still below where it turns. None where it does not fall by a hundredth. */
  readonly tenthOfBest?: number;
  /** The rate at which the loss had grown beyond four times the least, or was no number any more; none if it never did. */
  readonly diverged?: number;
}

/** The search ends where the smoothed loss is so many times the least. */
const tooMuch = 4;

/**
 * Finds a learning rate: takes steps with rates from tiny to huge, and looks where the loss falls most steeply. The network is then as it
 * was, to the bit: weights, statistics and what the optimiser remembers are put back. arXiv:1506.01186, section 3.3; how it stops and what
 * it suggests is fastai's way.
 *
 * ```ts
 * const { suggestion = 0.001 } = await findLearningRate(net, train, { loss: sparseCategoricalCrossentropy(), optimizer: adam() });
 * ```
 * @throws RangeError for options out of range.
 */
export async function findLearningRate(network: Network, data: Data, options: LearningRateFinderOptions): Promise<LearningRates> {
  known("findLearningRate", options, "loss", "optimizer", "from", "to", "steps", "batchSize", "accumulate", "smoothing", "trainable", "rates", "signal", "onStep");
  const { optimizer, from = 1e-7, to = 10, steps = 100, batchSize = 64, accumulate = 1, smoothing = 0.9, trainable, rates: factors, signal, onStep } = options;
  whole("findLearningRate", "steps", steps, 2);
  whole("findLearningRate", "batchSize", batchSize, 1);
  whole("findLearningRate", "accumulate", accumulate, 1);
  if (!(from > 0 && to > from && Number.isFinite(to))) throw new RangeError(`findLearningRate: from must be above 0 and below to. Received ${from} and ${to}.`);
  if (!(smoothing >= 0 && smoothing < 1)) throw new RangeError(`findLearningRate: smoothing must be a number from 0 to below 1. Received ${smoothing}.`);
  checkData("findLearningRate", "data", data);
  const objective = objectiveOf(network.graph, options.loss);
  const [weights, state] = [await network.weights(), await network.optimizerState()];
  const [rates, losses, smoothed]: [number[], number[], number[]] = [[], [], []];
  const breathe = breather();
  let mean = 0;
  let diverged: number | undefined;
  try {
    for (let epoch = 1; rates.length < steps && diverged === undefined && !signal?.aborted; epoch++) {
      const order = randomOf(network.seed, "learning rate", epoch).permutation(data.length);
      for await (const batch of inAdvance(data, batchIndices(order, batchSize * accumulate).slice(0, steps - rates.length), epoch)) {
        const rate = from * (to / from) ** (rates.length / (steps - 1));
        const { loss } = await network.step(batch, { objective, optimizer, learningRate: rate, ...(trainable && { trainable }), ...(factors && { rates: factors }), ...(accumulate > 1 && { parts: Math.max(1, Math.ceil(samplesIn(batch) / batchSize)) }) });
        mean = smoothing * mean + (1 - smoothing) * loss;
        // It begins at 0, and would be too small at first.
        const unbiased = mean / (1 - smoothing ** (losses.length + 1));
        if (!Number.isFinite(loss) || unbiased > tooMuch * Math.min(...smoothed)) diverged = rate;
        if (Number.isFinite(loss)) {
          rates.push(rate);
          losses.push(loss);
          smoothed.push(unbiased);
        }
        onStep?.(rates.length, steps);
        await breathe();
        if (diverged !== undefined || signal?.aborted) break;
      }
    }
  } finally {
    await network.setWeights(weights);
    await network.setOptimizerState(state);
  }
  return { rates, losses, smoothed, ...suggestions(rates, smoothed), ...(diverged !== undefined && { diverged }) };
}

/** Up to where the loss is least: the steepest fall, by differences over both neighbours. Rates are equally far apart on the logarithmic axis. */
function suggestions(rates: readonly number[], smoothed: readonly number[]): Pick<LearningRates, "suggestion" | "tenthOfBest"> {
  const best = smoothed.indexOf(Math.min(...smoothed));
  if (!((smoothed[best] ?? 0) < 0.99 * (smoothed[0] ?? 0))) return {};
  const slopes = smoothed.slice(0, best + 1).map((_, i) => (i === 0 ? 0 : (smoothed[Math.min(i + 1, best)] ?? 0) - (smoothed[i - 1] ?? 0)));
  return { suggestion: rates[slopes.indexOf(Math.min(...slopes))] ?? NaN, tenthOfBest: (rates[best] ?? NaN) / 10 };
}
