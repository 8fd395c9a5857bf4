import { accuracy, earlyStopping, fit, valAccuracy, valLoss, type Callback, type FitResult, type Loss, type Monitor, type Network } from "@convscope/nn";
import type { Policy } from "../policy.ts";
import { trainingProgress } from "../progress.ts";
import { dataOf, type Samples } from "../samples.ts";
import { optimizerOf, scheduleOf, type Config } from "../settings.ts";
import type { Terminal } from "../terminal.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { keeperOf, type Keeper } from "./keeper.ts";
import { learningOf } from "./learning.ts";
import { bestOf, type Run } from "./run.ts";
import type { Writer } from "./writer.ts";

interface FitInto {
  readonly terminal: Terminal;
  readonly net: Network;
  readonly samples: Samples;
  readonly policy?: Policy | undefined;
  readonly config: Config;
  readonly loss: Loss;
  readonly folder: string;
  readonly checkpoint?: Checkpoint | undefined;
  readonly writer: Writer;
  /** Whether it had ended by itself, and is to go on nevertheless. */
  readonly more: boolean;
  /** The epoch after which to end as if interrupted. */
  readonly until?: number | undefined;
  /** Writes what has changed into `run.json`. */
  readonly save: (change: Partial<Run>) => Promise<Run>;
}

/** What a training came to. */
interface Fitted extends Pick<Keeper, "best" | "finish"> {
  readonly fitted: FitResult;
  /** By what the best was chosen. */
  readonly monitor: Monitor;
}

/** Trains, leaving a checkpoint, the best weights and the history in the folder on the way. */
export async function fitInto({ terminal, net, samples, policy, config, loss, folder, checkpoint, writer, save, more, until = Infinity }: FitInto): Promise<Fitted> {
  const { train, validation } = samples;
  // Without held-out data the training loss has to do.
  const stopBy: Monitor = validation.places.length > 0 ? valLoss : { metric: "loss", mode: "min" };
  const monitor: Monitor = validation.places.length > 0 && net.graph.outputs.length === 1 ? valAccuracy : stopBy;
  const progress = trainingProgress(terminal);
  const { callbacks, best, finish } = keeperOf({ folder, config, monitor, writer, signal: terminal.signal, checkpoint });
  const enough = new AbortController();
  const signal = AbortSignal.any([terminal.signal, enough.signal]);
  let epochStart = performance.now();
  let imagesPerSecond = 0;
  const tell: Callback = {
    onTrainBegin({ history }) {
      if (history.length < config.epochs) progress.begin({ epoch: history.length + 1, epochs: config.epochs, seen: checkpoint?.within?.sums.samples ?? 0, total: train.places.length });
    },
    onBatchEnd(seen) {
      ({ imagesPerSecond } = seen);
      progress.batch(seen);
    },
    async onEpochEnd(log, { history }) {
      progress.epoch(log, config.epochs, (performance.now() - epochStart) / 1000);
      epochStart = performance.now();
      const lost = Object.keys(log).filter((name) => !Number.isFinite(log[name]));
      if (lost.length > 0) terminal.err(`note: ${lost.join(" and ")} of epoch ${log.epoch} ${lost.length > 1 ? "are" : "is"} no finite number, so its weights are not chosen. A smaller --lr usually helps.\n`);
      await save({ history: [...history], imagesPerSecond, ...bestOf(history, monitor) });
      if (log.epoch >= until && log.epoch < config.epochs) enough.abort();
    },
    onTrainEnd: progress.stop,
  };
  const stopping: Callback[] = [];
  if (config.patience !== undefined) {
    const { onTrainBegin, ...rest } = earlyStopping({ monitor: stopBy, patience: config.patience, restore: false });
    stopping.push({ ...rest, ...(onTrainBegin && !more && { onTrainBegin }) });
  }
  const fitted = await fit(net, dataOf(train, net.graph, loss, { mix: policy?.mix, seed: config.seed }), {
    loss,
    // The task is always one class of several, also where the loss asks each output yes or no.
    metrics: Object.fromEntries(net.graph.outputs.map((output) => [output, [accuracy]])),
    optimizer: optimizerOf(config),
    epochs: config.epochs,
    batchSize: config.batch,
    schedule: scheduleOf(config),
    ...learningOf(config, net.graph),
    ...(config.accumulate !== undefined && { accumulate: config.accumulate }),
    ...(config.average !== undefined && { average: { decay: config.average } }),
    ...(validation.places.length > 0 && { validation: dataOf(validation, net.graph, loss) }),
    // The best weights are put back from the keeper, which has them after a resume too.
    callbacks: [...callbacks, tell, ...stopping],
    signal,
    ...(checkpoint && { resume: checkpoint }),
  });
  return { fitted, monitor, best, finish };
}
