import { resolve } from "node:path";
import type { Graph } from "@convscope/core";
import type { CifarLabels } from "@convscope/datasets";
import { classificationReport, logLoss, network, type ClassificationReport, type Engine, type Loss, type Network } from "@convscope/nn";
import { CommandError, UsageError } from "./failure.ts";
import { importedData } from "./imported.ts";
import { dataReference, testedData, type AnyData } from "./open-data.ts";
import { reportOn, type Report } from "./run/report.ts";
import { readBest, readRun, readRunGraph, type Run } from "./run/run.ts";
import { openSamples, tellProblems, type Part } from "./samples.ts";
import { lossOf } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

/** A run and the data to measure it on. */
export interface Subject {
  /** As it was named. */
  readonly name: string;
  readonly path: string;
  readonly run: Run;
  readonly graph: Graph;
  readonly dataset: AnyData;
}

export interface SubjectOptions {
  readonly data?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly labels?: CifarLabels | undefined;
  readonly testSamples?: number | undefined;
}

/** Opens a run and the data that were asked for, or its own, which must then be those that it was trained with. */
export async function openSubject(terminal: Terminal, name: string, options: SubjectOptions): Promise<Subject> {
  const path = resolve(terminal.cwd, name);
  const run = readRun(path);
  const graph = readRunGraph(path, run);
  const data = options.data === undefined ? (run.data.name === importedData ? importedData : run.config.data) : dataReference(options.data, terminal.cwd);
  if (data === importedData) throw new UsageError(`${name} was imported and names no data set. Name one that fits with --data; "convscope data list" lists them.`);
  const dataset = await testedData(terminal, run.data, {
    ...run.config,
    data,
    labels: options.labels ?? (data === run.config.data ? run.config.labels : undefined),
    ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
    ...(options.testSamples !== undefined && { samples: { ...run.config.samples, test: options.testSamples } }),
  });
  checkFits(data, dataset, run);
  const comparable = options.testSamples === undefined || dataset.checksum.startsWith("md5:");
  if ((options.data === undefined || data === run.data.name) && comparable && dataset.checksum !== run.data.checksum)
    throw new CommandError(`${data}: the data must be those of the training. Received ${dataset.checksum}, where ${run.data.checksum} was due. Give the files of the training with --data-dir, or train again.`);
  return { name, path, run, graph, dataset };
}

/** Refuses pictures or classes that the network does not know. */
function checkFits(data: string, dataset: AnyData, run: Run): void {
  const shape = "parts" in dataset ? run.data.inputShape : dataset.inputShape;
  if (String(shape) !== String(run.data.inputShape) || dataset.classes.length !== run.data.classes.length)
    throw new CommandError(`${data}: pictures and classes must be as in the training, ${run.data.inputShape.join("×")} and ${run.data.classes.length}. Received ${shape.join("×")} and ${dataset.classes.length}.`);
}

/** Measures a run's best weights on test data; `like` says by whose settings they are drawn and chosen. */
export const measure = (terminal: Terminal, subject: Subject, engine: Engine, { testSamples }: SubjectOptions, like: Run = subject.run): Promise<Report> =>
  whileOpen(terminal, subject, engine, { testSamples, like }, ({ test, net, loss }) => reportOn(net, test, subject.dataset.classes, loss, terminal.signal));

/** A run's network with its best weights, and its test samples. */
export interface Opened {
  readonly net: Network;
  readonly test: Part;
  readonly loss: Loss;
}

/** Opens a run's network and test samples, uses them and closes them. */
export async function whileOpen<T>(terminal: Terminal, { path, run, graph, dataset }: Subject, engine: Engine, { testSamples, like = run }: { readonly testSamples?: number | undefined; readonly like?: Run }, use: (opened: Opened) => Promise<T>): Promise<T> {
  const weights = readBest(path, { run, err: terminal.err });
  const samples = await openSamples(dataset, { ...like.config, samples: { ...like.config.samples, ...(testSamples !== undefined && { test: testSamples }) }, shape: run.data.inputShape, standardise: run.preprocessing.standardise });
  const net = await network(graph, { engine, weights, seed: run.config.seed });
  try {
    return await use({ net, test: samples.test, loss: lossOf(run.config, graph) });
  } finally {
    net.dispose();
    tellProblems(terminal, samples.problems());
    await samples.close();
  }
}

/** How several networks do on one test set, each alone and all together. */
export interface Together {
  readonly alone: readonly Report[];
  /** Of the mean of their probabilities. */
  readonly together: ClassificationReport & { readonly loss: number };
}

/**
 * Measures several runs on the test set of the first, and what the mean of their probabilities says.
 *
 * @throws CommandError where the test pictures of one may be training pictures of another, or their classes differ.
 */
export async function measureTogether(terminal: Terminal, subjects: readonly [Subject, ...Subject[]], engine: Engine, options: SubjectOptions): Promise<Together> {
  const [first, ...others] = subjects;
  const { dataset } = first;
  for (const other of others) {
    if (String(other.run.data.classes) !== String(first.run.data.classes)) throw new CommandError(`${other.name}: all runs must tell the same classes apart. Received ${other.run.data.classes.join(", ")}, where ${first.name} has ${first.run.data.classes.join(", ")}.`);
    checkFits(dataset.name, dataset, other.run);
    if (!isDrawn(dataset) && !sameTest(dataset, other.dataset))
      throw new CommandError(`${other.name}: all runs must have left the same pictures for the test. Those of ${first.name} are others, as the seed ${first.run.config.seed} parts the data otherwise than ${other.run.config.seed} does, so that one may have learned what the other is asked. Use data with a test folder of their own.`);
  }
  const alone: Report[] = [];
  for (const subject of subjects) alone.push(await measure(terminal, { ...subject, dataset }, engine, options, first.run));
  const { classes } = dataset;
  const mean = new Float32Array(alone[0]?.probabilities.length ?? 0);
  for (const { probabilities } of alone) for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (probabilities[i] ?? 0) / alone.length;
  const labels = alone[0]?.tested.labels ?? new Int32Array();
  const report = classificationReport({ scores: { shape: [labels.length, classes.length], data: mean }, labels: { shape: [labels.length], data: labels }, classes });
  return { alone, together: { ...report, loss: logLoss(labels, mean, classes.length) } };
}

/** Whether the samples are drawn by a program: each seed has others, and none are files. */
const isDrawn = ({ checksum }: AnyData): boolean => !checksum.startsWith("md5:");

/** Whether two openings of data have the same pictures in their test part. */
function sameTest(one: AnyData, other: AnyData): boolean {
  if ("parts" in one && "parts" in other) return String(one.parts.test?.map(({ file }) => file)) === String(other.parts.test?.map(({ file }) => file));
  return !("parts" in one) && !("parts" in other) && one.test.images.every((value, i) => value === other.test.images[i]);
}
