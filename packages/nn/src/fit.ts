import { checkCallbacks, type Callback, type EpochLog, type Progress, type Stop, type Training } from "./callback.ts";
import { breather } from "./breathe.ts";
import { batchIndices, checkData, inAdvance, inOrder, samplesIn, type Data } from "./data.ts";
import type { StepOptions } from "./engine.ts";
import { evaluate } from "./evaluate.ts";
import { LossMeans } from "./lossMeans.ts";
import { whereLost } from "./lostNumber.ts";
import { Means } from "./means.ts";
import { measures, metricsOf, type MetricsByOutput } from "./metric.ts";
import { averaged, checkAverage, copied, type AverageOptions } from "./movingAverage.ts";
import type { Network } from "./network.ts";
import { objectiveOf, type LossOption } from "./objective.ts";
import { checkOptimizer, withMomentum, type Optimizer } from "./optimizers/index.ts";
import { known, whole } from "./options.ts";
import { randomOf } from "./random.ts";
import { constantRate, scheduleFactor, scheduleMomentum, type Moment, type Schedule } from "./schedules/index.ts";
import { checkSchedule } from "./schedules/table.ts";
import type { TrainingState, WeightAverage, Within } from "./trainingState.ts";

/** The same in all epochs, or asked for at the beginning of each, counted from 1: so layers are thawed after a while. */
export type ByEpoch<T> = T | ((epoch: number) => T | undefined);

export interface FitOptions {
  readonly loss: LossOption;
  readonly optimizer: Optimizer;
  readonly epochs: number;
  readonly batchSize?: number;
  /** So many batches are computed one after another, and one step is taken with the mean of their gradients: a large batch in the memory of a small one. 1 unless given. */
  readonly accumulate?: number;
  /** How the learning rate goes from the first step to the last of all epochs; constant if left out. */
  readonly schedule?: Schedule;
  /** Measured after each epoch. */
  readonly validation?: Data;
  /** For each output; accuracy where the loss is of classes, if left out. */
  readonly metrics?: MetricsByOutput;
  readonly callbacks?: readonly Callback[];
  /** A new order for each epoch, drawn from the network's seed. */
  readonly shuffle?: boolean;
  /** The weights that may change; all trainable ones if left out. */
  readonly trainable?: ByEpoch<NonNullable<StepOptions["trainable"]>>;
  /** Factors on the learning rate by weight name. */
  readonly rates?: ByEpoch<NonNullable<StepOptions["rates"]>>;
  /** Measures, and leaves in the network at the end, weights averaged over the steps in place of the last ones. */
  readonly average?: AverageOptions;
  /** Ends the training after the batch that is under way. */
  readonly signal?: AbortSignal;
  /** Go on from here. */
  readonly resume?: TrainingState;
}

export interface FitResult {
  readonly history: readonly EpochLog[];
  /** Why it ended: all epochs done, a callback's reason, or aborted. */
  readonly ended: "finished" | "stopped" | "aborted";
  readonly reason?: string;
  /** Training images over training seconds, batching included, validation and callbacks excluded. */
  readonly imagesPerSecond: number;
  /** Seconds of training alone. */
  readonly trainingSeconds: number;
}

/** What happens in a training: a step has been taken, or an epoch is finished and measured. */
export type TrainingEvent = { readonly kind: "step"; readonly progress: Progress; readonly training: Training } | { readonly kind: "epoch"; readonly log: EpochLog; readonly training: Training };

/** A training that cannot go on, such as a loss that is no longer a number. */
export class TrainingError extends Error {
  override readonly name = "TrainingError";
}

/**
 * Trains a network, epoch by epoch.
 *
 * ```ts
 * await fit(net, train, { loss: sparseCategoricalCrossentropy(), optimizer: adam(), epochs: 3, validation })
 * ```
 * @throws TrainingError when the loss is not a number any more, naming where the number was lost; RangeError for options that do not fit the network.
 */
export async function fit(network: Network, data: Data, options: FitOptions): Promise<FitResult> {
  const events = fitEvents(network, data, options);
  for (;;) {
    const { done, value } = await events.next();
    if (done) return value;
  }
}

/**
 * The same training as a stream of events; it goes on when the next one is asked for, and ends when no more are: `break` is enough.
 *
 * ```ts
 * for await (const event of fitEvents(net, train, options)) if (event.kind === "epoch") console.log(event.log.loss);
 * ```
 * @throws as `fit`.
 */
export async function* fitEvents(network: Network, data: Data, options: FitOptions): AsyncGenerator<TrainingEvent, FitResult, undefined> {
  known("fit", options, "loss", "optimizer", "epochs", "batchSize", "accumulate", "schedule", "validation", "metrics", "callbacks", "shuffle", "trainable", "rates", "average", "signal", "resume");
  const { epochs, batchSize = 64, accumulate = 1, schedule = constantRate(), validation, callbacks = [], shuffle = true, signal, resume, optimizer, average } = options;
  checkData("fit", "data", data);
  if (validation !== undefined) checkData("fit", "validation", validation);
  checkOptimizer(optimizer);
  checkSchedule(schedule);
  checkCallbacks("fit", callbacks);
  whole("fit", "batchSize", batchSize, 1);
  whole("fit", "accumulate", accumulate, 1);
  whole("fit", "epochs", epochs, 1);
  if (average) checkAverage(average);
  const objective = objectiveOf(network.graph, options.loss);
  const metrics = metricsOf(objective, options.metrics);

  const history: EpochLog[] = [...(resume?.history ?? [])];
  if (resume) {
    await network.setWeights(resume.weights);
    await network.setOptimizerState(resume.optimizer);
  }
  let mean: WeightAverage | undefined = resume?.average && copied(resume.average);
  let within: Within | undefined = resume?.within;
  /** The training's own weights while the network has the averaged ones. */
  let own: TrainingState["weights"] | undefined;

  const training: Training = {
    network, history,
    state: async () => ({
      history: [...history], weights: own ?? (await network.weights()), optimizer: await network.optimizerState(),
      ...(within && { within }),
      // A copy: the next step changes it.
      ...(mean && { average: copied(mean) }),
    }),
  };
  const clock = { seconds: 0, images: 0 };
  const breathe = breather();
  const speed = (): number => (clock.seconds > 0 ? clock.images / clock.seconds : 0);
  const result = (ended: FitResult["ended"], reason?: string): FitResult => ({ history, ended, ...(reason !== undefined && { reason }), imagesPerSecond: speed(), trainingSeconds: clock.seconds });
  const showAverage = async (): Promise<void> => {
    if (!mean || own) return;
    own = await network.weights();
    await network.setWeights(mean.weights);
  };
  const showOwn = async (): Promise<void> => {
    if (own) await network.setWeights(own);
    own = undefined;
  };

  /** The steps of an epoch; gives its means, or nothing where the training is to end. */
  async function* stepsOf(epoch: number): AsyncGenerator<TrainingEvent, { readonly loss: number; readonly [metric: string]: number } | undefined, undefined> {
    const order = shuffle ? randomOf(network.seed, "shuffle", epoch).permutation(data.length) : inOrder(data.length);
    const all = batchIndices(order, batchSize * accumulate);
    const done = within?.steps ?? 0;
    const [trainable, rates] = [at(options.trainable, epoch), at(options.rates, epoch)];
    const how: StepOptions = { objective, optimizer, ...(trainable && { trainable }), ...(rates && { rates }) };
    const [means, losses] = [new Means(within?.sums), new LossMeans(objective, within?.losses)];
    const coming = inAdvance(data, all.slice(done), epoch);
    const moment = (i: number): Moment => ({ step: (epoch - 1) * all.length + i, steps: epochs * all.length, stepsPerEpoch: all.length, history });
    const rateAt = (i: number): number => optimizer.learningRate * scheduleFactor(schedule, moment(i));
    for (let i = done; i < all.length; i++) {
      const start = performance.now();
      const { value: batch } = await coming.next();
      if (!batch) break;
      const samples = samplesIn(batch);
      const [learningRate, momentum] = [rateAt(i), scheduleMomentum(schedule, moment(i))];
      const parts = Math.max(1, Math.ceil(samples / batchSize));
      const result = await network.step(batch, { ...how, ...(momentum !== undefined && { optimizer: withMomentum(optimizer, momentum) }), learningRate, ...(accumulate > 1 && { parts }) });
      const { loss } = result;
      if (!Number.isFinite(loss)) throw new TrainingError(`fit: the loss must stay a finite number. Received ${loss} in epoch ${epoch}, step ${i + 1}${await lostText(network, batch, { objective, ...(accumulate > 1 && { parts }) })}. A smaller learning rate, gradient clipping or scaled inputs usually help.`);
      if (average && (i + 1) % (average.every ?? 1) === 0) mean = averaged(mean, await network.weights(), average);
      means.add(samples, measures(metrics, result, batch.targets));
      losses.add(batch, result);
      within = { steps: i + 1, sums: means.state, losses: losses.state };
      clock.seconds += (performance.now() - start) / 1000;
      clock.images += samples;
      const progress: Progress = { epoch, epochs, seen: means.state.samples, total: data.length, means: { ...losses.values(), ...means.values() }, imagesPerSecond: speed(), learningRate };
      for (const callback of callbacks) await callback.onBatchEnd?.(progress, training);
      yield { kind: "step", progress, training };
      await breathe();
      if (signal?.aborted) return undefined;
    }
    return { ...losses.values(), ...means.values(), learningRate: rateAt(all.length - 1) };
  }

  try {
    let enough: Stop | undefined;
    for (const callback of callbacks) enough ??= (await callback.onTrainBegin?.(training)) ?? undefined;
    if (enough) return result("stopped", enough.stop);
    for (let epoch = history.length + 1; epoch <= epochs; epoch++) {
      if (signal?.aborted) return result("aborted");
      const means = yield* stepsOf(epoch);
      if (!means) return result("aborted");
      await showAverage();
      const measured = validation && (await evaluate(network, validation, { loss: options.loss, batchSize, metrics, ...(signal && { signal }) }));
      if (signal?.aborted) return result("aborted");
      const log: EpochLog = { epoch, ...means, ...(measured && ofValidation({ loss: measured.loss, ...measured.metrics })) };
      history.push(log);
      within = undefined;
      for (const callback of callbacks) {
        const answer = await callback.onEpochEnd?.(log, training);
        if (answer) return result("stopped", answer.stop);
      }
      yield { kind: "epoch", log, training };
      if (epoch < epochs) await showOwn();
    }
    return result("finished");
  } finally {
    await showAverage();
    for (const callback of callbacks) await callback.onTrainEnd?.(training);
  }
}

const at = <T extends object>(option: ByEpoch<T> | undefined, epoch: number): T | undefined => (typeof option === "function" ? (option(epoch) as T | undefined) : option);

async function lostText(...step: Parameters<typeof whereLost>): Promise<string> {
  const where = await whereLost(...step);
  return where === undefined ? "" : `: ${where}`;
}

/** `accuracy` becomes `valAccuracy`, and `ends.digit.accuracy` `val.ends.digit.accuracy`. */
const ofValidation = (values: { readonly [name: string]: number }): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name.includes(".") ? `val.${name}` : `val${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]));
