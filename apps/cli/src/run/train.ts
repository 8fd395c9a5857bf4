import { mkdirSync } from "node:fs";
import { inferShapes, toJson, type Graph } from "@convscope/core";
import { holdOut, type ImageDataset } from "@convscope/datasets";
import { writeSafetensors } from "@convscope/exchange";
import { writeAtomic } from "@convscope/files";
import { bestEpoch, checkpointBest, earlyStopping, fit, network, subset, useBackend, valLoss, type Callback, type FitResult, type Network } from "@convscope/nn";
import { CommandError } from "../failure.ts";
import { dataOf, load, pixelScale } from "../data.ts";
import { trainingProgress } from "../progress.ts";
import { resolveGraph } from "../resolve.ts";
import { lossOf, optimizerOf, type Config } from "../settings.ts";
import type { Terminal } from "../terminal.ts";
import { versions } from "../versions.ts";
import { readCheckpoint, writeCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { drawRun } from "./figures.ts";
import { reportOn, type Report } from "./report.ts";
import { isRun, isUsed, readBest, readRun, runFiles, writeRun, type Run } from "./run.ts";

export interface Trained {
  readonly run: Run;
  readonly folder: string;
  /** On the test set, with the weights that did best on validation data; none where the training was interrupted. */
  readonly report?: Report;
  readonly figures: readonly string[];
}

/**
 * A whole training into a folder: data, graph, fit with a checkpoint after each epoch, then once the test set and the figures.
 * With `resume`, an interrupted one goes on with its own settings; only `epochs` may be more.
 */
export async function trainRun(terminal: Terminal, asked: Config, folder: string, resume: boolean): Promise<Trained> {
  const started = performance.now();
  if (isUsed(folder) && !resume) throw new CommandError(`${folder} is not empty. Choose another --out, or --resume to go on with the training there.`);
  const before = resume && isRun(folder) ? readRun(folder) : undefined;
  const config: Config = before ? { ...before.config, epochs: Math.max(asked.epochs, before.history.length) } : asked;
  const dataset = await load(terminal, config);
  if (before && before.data.checksum !== dataset.checksum) throw new CommandError(`${folder}: the data must be those that the training began with. Received ${dataset.checksum}, where ${before.data.checksum} was due. Train anew into another folder.`);
  const graph = graphFor(terminal, config, dataset);
  const engine = await useBackend(before?.backend.name ?? config.backend);
  const checkpoint = before && readCheckpoint(runFiles(folder).last);

  mkdirSync(folder, { recursive: true });
  await writeAtomic(runFiles(folder).graph, toJson(graph));
  const net = await network(graph, { engine, seed: config.seed, init: config.init, ...(checkpoint && { weights: checkpoint.weights }) });
  try {
    const blank: Run = {
      format: 1, status: "running", config,
      data: { name: dataset.name, checksum: dataset.checksum, classes: [...dataset.classes], inputShape: [...dataset.inputShape] },
      preprocessing: { scale: pixelScale },
      backend: { engine: engine.name, name: engine.backend, threads: engine.threads },
      versions: versions(),
      history: [...(checkpoint?.state.history ?? [])], imagesPerSecond: before?.imagesPerSecond ?? 0, seconds: before?.seconds ?? 0,
    };
    await writeRun(folder, blank);
    terminal.err(`${graph.name} on ${dataset.title}: ${dataset.train.labels.length} training images, ${engine.backend} (${engine.threads} thread${engine.threads === 1 ? "" : "s"}), seed ${config.seed}${checkpoint ? `, going on after epoch ${blank.history.length}` : ""}\n`);
    const result = await train(terminal, net, dataset, config, folder, blank, checkpoint);
    const seconds = (before?.seconds ?? 0) + (performance.now() - started) / 1000;
    const best = bestEpoch(result.history, monitorOf(config));
    const run: Run = {
      ...blank, history: [...result.history], imagesPerSecond: result.imagesPerSecond || blank.imagesPerSecond, seconds,
      status: result.ended === "aborted" ? "interrupted" : result.ended === "stopped" ? "stopped" : "finished",
      ...(result.reason !== undefined && { reason: result.reason }),
      ...(best && { best: { epoch: best.epoch, metric: monitorOf(config).metric, value: best[monitorOf(config).metric] ?? NaN } }),
    };
    if (result.ended === "aborted") {
      await writeRun(folder, run);
      return { run, folder, figures: [] };
    }
    await net.setWeights(readBest(folder));
    const report = await reportOn(net, dataset, lossOf(config));
    const done: Run = { ...run, test: { loss: report.loss, accuracy: report.accuracy, macroF1: report.macroF1 } };
    await writeRun(folder, done);
    return { run: done, folder, report, figures: await drawRun(folder, done, dataset, report) };
  } finally {
    net.dispose();
  }
}

async function train(terminal: Terminal, net: Network, dataset: ImageDataset, config: Config, folder: string, run: Run, checkpoint: Checkpoint | undefined): Promise<FitResult> {
  const [input = ""] = Object.keys(net.graph.inputs);
  const [output = ""] = net.graph.outputs;
  const { train, validation } = holdOut(dataset.train.labels, config.validation, config.seed);
  const data = dataOf(dataset.train, input, output);
  const monitor = monitorOf(config);
  const progress = trainingProgress(terminal);
  const files = runFiles(folder);
  let epochStart = performance.now();
  const keep: Callback = {
    onBatchEnd: progress.batch,
    async onEpochEnd(log, training) {
      progress.epoch(log, config.epochs, (performance.now() - epochStart) / 1000);
      epochStart = performance.now();
      await writeCheckpoint(files.last, net, training);
      await writeRun(folder, { ...run, history: [...training.history] });
    },
    onTrainEnd: progress.stop,
  };
  const best = checkpointBest({ monitor, save: (weights) => writeAtomic(files.best, writeSafetensors(weights)) });
  return fit(net, subset(data, train), {
    loss: lossOf(config),
    optimizer: optimizerOf(config),
    epochs: config.epochs,
    batchSize: config.batch,
    ...(validation.length > 0 && { validation: subset(data, validation) }),
    // The best weights are written first: a checkpoint whose best is missing could not be resumed truly.
    callbacks: [best, keep, ...(config.patience === undefined ? [] : [earlyStopping({ monitor, patience: config.patience })])],
    signal: terminal.signal,
    ...(checkpoint && { resume: checkpoint.state }),
  });
}

/** Without validation data the training loss has to do. */
const monitorOf = ({ validation }: Config): typeof valLoss => (validation > 0 ? valLoss : { metric: "loss", mode: "min" });

/** The graph of a configuration, made to fit the data, or refused where it cannot. */
function graphFor(terminal: Terminal, config: Config, dataset: ImageDataset): Graph {
  const zoo = !/[./\\]/.test(config.model);
  const graph = resolveGraph(config.model, zoo ? { classes: config.classes ?? dataset.classes.length, inputShape: config.input ?? [...dataset.inputShape] } : {}, terminal.cwd);
  const shapes = inferShapes(graph);
  const input = shapes.get(Object.keys(graph.inputs)[0] ?? "") ?? [];
  if (String(input) !== String(dataset.inputShape)) throw new CommandError(`${graph.name}: the input must be that of the data, ${dataset.inputShape.join("×")}. Received ${input.join("×")}. Leave --input out, or choose other data.`);
  const classes = shapes.get(graph.outputs[0] ?? "")?.at(-1) ?? 0;
  if (classes !== dataset.classes.length) throw new CommandError(`${graph.name}: there must be one output for each of the ${dataset.classes.length} classes of ${dataset.name}. Received ${classes}. Leave --classes out.`);
  return graph;
}

