import { writeSafetensors } from "@convscope/exchange";
import { writeAtomic } from "@convscope/files";
import { accuracy, checkpointBest, earlyStopping, fit, valAccuracy, valLoss, type Callback, type FitResult, type Loss, type Monitor, type Network } from "@convscope/nn";
import type { Policy } from "../policy.ts";
import { trainingProgress } from "../progress.ts";
import { dataOf, type Samples } from "../samples.ts";
import { optimizerOf, scheduleOf, type Config } from "../settings.ts";
import type { Terminal } from "../terminal.ts";
import { writeCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { runFiles, type Run } from "./run.ts";

interface FitInto {
  readonly terminal: Terminal;
  readonly net: Network;
  readonly samples: Samples;
  readonly policy?: Policy | undefined;
  readonly config: Config;
  readonly loss: Loss;
  readonly folder: string;
  readonly checkpoint?: Checkpoint | undefined;
  /** Writes what has changed into `run.json`. */
  readonly save: (change: Partial<Run>) => Promise<Run>;
}

/** Trains, leaving a checkpoint and the best weights in the folder after each epoch; tells by what the best was chosen. */
export async function fitInto({ terminal, net, samples, policy, config, loss, folder, checkpoint, save }: FitInto): Promise<{ readonly fitted: FitResult; readonly monitor: Monitor }> {
  const { train, validation } = samples;
  // Without held-out data the training loss has to do.
  const stopBy: Monitor = validation.places.length > 0 ? valLoss : { metric: "loss", mode: "min" };
  const monitor: Monitor = validation.places.length > 0 && net.graph.outputs.length === 1 ? valAccuracy : stopBy;
  const progress = trainingProgress(terminal);
  const files = runFiles(folder);
  let epochStart = performance.now();
  let imagesPerSecond = 0;
  const keep: Callback = {
    onBatchEnd(seen) {
      ({ imagesPerSecond } = seen);
      progress.batch(seen);
    },
    async onEpochEnd(log, training) {
      progress.epoch(log, config.epochs, (performance.now() - epochStart) / 1000);
      epochStart = performance.now();
      await writeCheckpoint(files.last, net, training);
      await save({ history: [...training.history], imagesPerSecond });
    },
    onTrainEnd: progress.stop,
  };
  const best = checkpointBest({ monitor, save: (weights) => writeAtomic(files.best, writeSafetensors(weights)) });
  const fitted = await fit(net, dataOf(train, net.graph, loss, { mix: policy?.mix, seed: config.seed }), {
    loss,
    // The task is always one class of several, also where the loss asks each output yes or no.
    metrics: Object.fromEntries(net.graph.outputs.map((output) => [output, [accuracy]])),
    optimizer: optimizerOf(config),
    epochs: config.epochs,
    batchSize: config.batch,
    schedule: scheduleOf(config),
    ...(validation.places.length > 0 && { validation: dataOf(validation, net.graph, loss) }),
    // The best weights are written first: a checkpoint whose best is missing could not be resumed truly.
    callbacks: [best, keep, ...(config.patience === undefined ? [] : [earlyStopping({ monitor: stopBy, patience: config.patience })])],
    signal: terminal.signal,
    ...(checkpoint && { resume: checkpoint.state }),
  });
  return { fitted, monitor };
}
