import type { Callback, EpochLog, Progress, Training, TrainingState } from "./callback.ts";
import { breather } from "./breathe.ts";
import { batchIndices, inAdvance, inOrder, samplesIn, type Data } from "./data.ts";
import type { StepOptions } from "./engine.ts";
import { evaluate } from "./evaluate.ts";
import { Means } from "./means.ts";
import { measures, metricsOf, type MetricsByOutput } from "./metric.ts";
import type { Network } from "./network.ts";
import { objectiveOf, type LossOption } from "./objective.ts";
import type { Optimizer } from "./optimizers/index.ts";
import { known, whole } from "./options.ts";
import { randomOf } from "./random.ts";
import { constantRate, scheduleFactor, type Schedule } from "./schedules/index.ts";

export interface FitOptions {
  readonly loss: LossOption;
  readonly optimizer: Optimizer;
  readonly epochs: number;
  readonly batchSize?: number;
  /** How the learning rate goes from the first step to the last of all epochs; constant if left out. */
  readonly schedule?: Schedule;
  /** Measured after each epoch. */
  readonly validation?: Data;
  /** For each output; accuracy where the loss is of classes, if left out. */
  readonly metrics?: MetricsByOutput;
  readonly callbacks?: readonly Callback[];
  /** A new order for each epoch, drawn from the network's seed. */
  readonly shuffle?: boolean;
  readonly trainable?: StepOptions["trainable"];
  readonly rates?: StepOptions["rates"];
  /** Ends the training after the batch that is under way. */
  readonly signal?: AbortSignal;
  /** Go on from here; the network must have the weights of that moment. */
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
 * @throws TrainingError when the loss is not a number any more; RangeError for options that do not fit the network.
 */
export async function fit(network: Network, data: Data, options: FitOptions): Promise<FitResult> {
  known("fit", options, "loss", "optimizer", "epochs", "batchSize", "schedule", "validation", "metrics", "callbacks", "shuffle", "trainable", "rates", "signal", "resume");
  const { epochs, batchSize = 64, schedule = constantRate(), validation, callbacks = [], shuffle = true, signal, resume, optimizer, trainable, rates } = options;
  if (data.length === 0) throw new RangeError("fit: there must be at least one training sample. Received none.");
  whole("fit", "batchSize", batchSize, 1);
  whole("fit", "epochs", epochs, 1);
  const objective = objectiveOf(network.graph, options.loss);
  const metrics = metricsOf(objective, options.metrics);
  const how: StepOptions = { objective, optimizer, ...(trainable && { trainable }), ...(rates && { rates }) };

  const history: EpochLog[] = [...(resume?.history ?? [])];
  if (resume) await network.setOptimizerState(resume.optimizer);
  const training: Training = { network, history, state: async () => ({ history: [...history], optimizer: await network.optimizerState() }) };
  const clock = { seconds: 0, images: 0 };
  const breathe = breather();
  const speed = (): number => (clock.seconds > 0 ? clock.images / clock.seconds : 0);
  const result = (ended: FitResult["ended"], reason?: string): FitResult => ({ history, ended, ...(reason !== undefined && { reason }), imagesPerSecond: speed(), trainingSeconds: clock.seconds });

  async function epochOf(epoch: number): Promise<{ readonly loss: number; readonly [metric: string]: number } | "aborted"> {
    const order = shuffle ? randomOf(network.seed, "shuffle", epoch).permutation(data.length) : inOrder(data.length);
    const batches = batchIndices(order, batchSize);
    const means = new Means();
    const coming = inAdvance(data, batches, epoch);
    let seen = 0;
    for (const i of batches.keys()) {
      const start = performance.now();
      const { value: batch } = await coming.next();
      if (!batch) break;
      const samples = samplesIn(batch);
      const learningRate = optimizer.learningRate * scheduleFactor(schedule, (epoch - 1) * batches.length + i, epochs * batches.length);
      const result = await network.step(batch, { ...how, learningRate });
      const { loss } = result;
      if (!Number.isFinite(loss)) throw new TrainingError(`fit: the loss must stay a finite number. Received ${loss} in epoch ${epoch}, batch ${i + 1}. A smaller learning rate, gradient clipping or scaled inputs usually help.`);
      means.add(samples, measures(metrics, result, batch.targets));
      seen += samples;
      clock.seconds += (performance.now() - start) / 1000;
      clock.images += samples;
      const progress: Progress = { epoch, epochs, seen, total: data.length, means: { loss, ...means.values() }, imagesPerSecond: speed() };
      for (const callback of callbacks) callback.onBatchEnd?.(progress);
      await breathe();
      if (signal?.aborted) return "aborted";
    }
    return { loss: NaN, ...means.values() };
  }

  try {
    for (let epoch = history.length + 1; epoch <= epochs; epoch++) {
      if (signal?.aborted) return result("aborted");
      const means = await epochOf(epoch);
      if (means === "aborted") return result("aborted");
      const measured = validation && (await evaluate(network, validation, { loss: options.loss, batchSize, metrics, ...(signal && { signal }) }));
      if (signal?.aborted) return result("aborted");
      const log: EpochLog = { epoch, ...means, ...(measured && ofValidation({ loss: measured.loss, ...measured.metrics })) };
      history.push(log);
      for (const callback of callbacks) {
        const answer = await callback.onEpochEnd?.(log, training);
        if (answer) return result("stopped", answer.stop);
      }
    }
    return result("finished");
  } finally {
    for (const callback of callbacks) await callback.onTrainEnd?.(training);
  }
}

/** `accuracy` becomes `valAccuracy`, and `ends.digit.accuracy` `val.ends.digit.accuracy`. */
const ofValidation = (values: { readonly [name: string]: number }): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name.includes(".") ? `val.${name}` : `val${name.charAt(0).toUpperCase()}${name.slice(1)}`, value]));
