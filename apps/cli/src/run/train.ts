import { rmSync } from "node:fs";
import { relative } from "node:path";
import { inferShapes, toJson, type Graph } from "@convscope/core";
import { datasets, datasetName } from "@convscope/datasets";
import { writeAtomic } from "@convscope/files";
import { bestEpoch, network, type Engine, type Loss, type Monitor, type Network } from "@convscope/nn";
import { openEngine } from "../backends.ts";
import { CommandError, describe, UsageError } from "../failure.ts";
import { isDataName, openData, type AnyData } from "../open-data.ts";
import { policyOf, type Policy } from "../policy.ts";
import { openSamples, pixelScale, tellProblems, type Samples } from "../samples.ts";
import { configOf, optimizerOf, scheduleOf, type Asked, type Config } from "../settings.ts";
import { grouped } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { versions } from "../versions.ts";
import { readCheckpoint, type Checkpoint } from "./checkpoint.ts";
import { claimFresh, claimRun, usedText, type Place } from "./claim.ts";
import { fitInto } from "./fit.ts";
import { drawRun } from "./figures.ts";
import { checkCapable } from "./capable.ts";
import { checkFit, checkLastBatch, graphFor, lossFor } from "./graph.ts";
import { isHeld, isUsed } from "./lock.ts";
import { reportOn, type Report } from "./report.ts";
import { resumed } from "./resume.ts";
import { hasGraph, isRun, readBest, readRun, readRunGraph, runFiles, writeRun, type Run } from "./run.ts";

export interface Trained {
  readonly run: Run;
  readonly folder: string;
  /** On the test set, with the weights that did best on held-out data; none where the training was interrupted. */
  readonly report?: Report;
  readonly figures: readonly string[];
}

/** All that is known before the first image is loaded. */
interface Plan {
  readonly config: Config;
  readonly graph: Graph;
  readonly loss: Loss;
  readonly engine: Engine;
  /** Opened already where only that tells its classes. */
  readonly data?: AnyData | undefined;
  readonly policy?: Policy | undefined;
  readonly before?: Run | undefined;
  readonly checkpoint?: Checkpoint | undefined;
}

/**
 * A whole training into a folder: data, graph, fit with a checkpoint after each epoch, then once the test set and the figures.
 * With `resume`, an interrupted one goes on with its own settings; only `epochs` may be more.
 */
export async function trainRun(terminal: Terminal, asked: Asked, place: Place, resume: boolean): Promise<Trained> {
  const started = performance.now();
  // Claimed before it is read: another may be about to write into it.
  let claim = resume && isRun(place.folder) ? claimRun(place.folder) : undefined;
  try {
    const plan = await planOf(terminal, asked, place, claim !== undefined, resume);
    claim ??= claimFresh(place);
    return await trainIn(terminal, plan, claim.folder, started);
  } finally {
    claim?.release();
  }
}

async function trainIn(terminal: Terminal, plan: Plan, folder: string, started: number): Promise<Trained> {
  const { config, before, checkpoint, graph } = plan;
  const data = plan.data ?? (await openData(terminal, config));
  checkFit(graph, data);
  if (checkpoint && before && before.data.checksum !== data.checksum) throw new CommandError(`${folder}: the data must be those that the training began with. Received ${data.checksum}, where ${before.data.checksum} was due. Train anew into another folder.`);
  const samples = await openSamples(data, { ...config, shape: inputOf(graph), policy: plan.policy });
  try {
    return await trainOn(terminal, plan, data, samples, folder, started);
  } finally {
    tellProblems(terminal, samples.problems());
    await samples.close();
  }
}

async function trainOn(terminal: Terminal, plan: Plan, data: AnyData, samples: Samples, folder: string, started: number): Promise<Trained> {
  const { config, checkpoint, graph, engine } = plan;
  checkParts(data, samples);
  checkLastBatch(graph, samples.train.places.length, config.batch);
  const recorder = recorderOf(folder, newRun(plan, data, samples), started);
  await recorder.save({});
  try {
    // Weights of an epoch that no checkpoint tells of belong to no training.
    if (!checkpoint) rmSync(runFiles(folder).best, { force: true });
    await writeAtomic(runFiles(folder).graph, toJson(graph));
    const net = await network(graph, { engine, seed: config.seed, init: config.init, ...(checkpoint && { weights: checkpoint.weights }) });
    try {
      terminal.err(`${graph.name} on ${data.title}: ${splitText(samples)}, ${engine.backend} (${engine.threads} thread${engine.threads === 1 ? "" : "s"}), seed ${config.seed}${checkpoint ? `, going on after epoch ${checkpoint.state.history.length}` : ""}\n`);
      return await trainAndTest(terminal, net, { title: data.title, classes: data.classes, samples }, plan, folder, recorder);
    } finally {
      net.dispose();
    }
  } catch (error) {
    // The error itself is what the person must see, also where a full disk keeps this from being written.
    if (recorder.run().status === "running") await recorder.save({ status: "failed", reason: error instanceof Error ? describe(error) : String(error) }).catch(() => undefined);
    throw error;
  }
}

/** What is in `run.json`, and how it changes. */
interface Recorder {
  run(): Run;
  save(change: Partial<Run>): Promise<Run>;
}

function recorderOf(folder: string, blank: Run, started: number): Recorder {
  let run = blank;
  return {
    run: () => run,
    async save(change) {
      run = { ...run, ...change, seconds: blank.seconds + (performance.now() - started) / 1000 };
      await writeRun(folder, run);
      return run;
    },
  };
}

/** `9,000 images to train, 1,000 held out`. */
const splitText = ({ train, validation }: Samples): string => `${grouped(train.places.length)} image${train.places.length === 1 ? "" : "s"} to train, ${grouped(validation.places.length)} held out`;

/** `[H, W, C]` that a graph takes. */
const inputOf = (graph: Graph): readonly number[] => inferShapes(graph).get(Object.keys(graph.inputs)[0] ?? "") ?? [];

/** Refuses data of which nothing is left to learn from, or to test on. */
function checkParts({ name }: AnyData, { train, test }: Samples): void {
  if (train.places.length === 0) throw new CommandError(`${name}: there must be at least one training picture. Received none. Give more pictures, or a smaller --validation.`);
  if (test.places.length === 0) throw new CommandError(`${name}: there must be at least one test picture. Received none. Give at least 4 pictures of a class, of which one is then for the test, or a folder of test pictures beside train.`);
}

/** What names the graph of a training. */
const graphSettings = ["model", "data", "classes", "input"] as const;

/** Finds out what is to be done and whether it can be, so that a slip in a name costs no download. */
async function planOf(terminal: Terminal, asked: Asked, { folder, numbered }: Place, goesOn: boolean, resume: boolean): Promise<Plan> {
  if (!goesOn && !numbered && isUsed(folder)) throw new CommandError(resume && !isHeld(folder) ? `${folder} is not a run: it holds no run.json, and other files. Choose another --out.` : usedText(folder));
  if (!goesOn && asked.model === undefined) throw new UsageError(`${folder} holds no training to go on with. Name the model to begin with, such as convscope train mnist-cnn --resume --out ${folder}.`);
  const before = goesOn ? readRun(folder) : undefined;
  const checkpoint = before && readCheckpoint(runFiles(folder).last);
  const config = before ? resumed(asked, before, folder, checkpoint?.state.history.length ?? 0) : configOf(asked);
  optimizerOf(config);
  scheduleOf(config);
  // The folder's own graph: a file may have been moved or changed since.
  const own = before && hasGraph(folder) && (checkpoint || graphSettings.every((name) => asked[name] === undefined));
  // Only the pictures themselves tell the classes of one's own.
  const data = isDataName(config.data) ? undefined : await openData(terminal, { ...config, classNames: before?.data.classes });
  if (!before && data && "layout" in data && data.layout === "folders" && !relative(data.folder, folder).startsWith("..")) throw new CommandError(`${folder}: a run may not lie among the pictures, as its figures would be taken for some. Choose an --out outside ${data.folder}.`);
  const graph = own ? readRunGraph(folder, before) : graphFor(config, data ?? datasets[datasetName(config.data)], terminal.cwd);
  const policy = config.augment === undefined ? undefined : policyOf(config.augment, inputOf(graph), terminal.cwd);
  const loss = lossFor(config, graph, policy);
  const engine = await openEngine(checkpoint ? { backend: before.backend.name, threads: before.backend.threads } : config);
  await checkCapable(graph, engine);
  return { config, graph, loss, engine, data, policy, before, checkpoint };
}

/** The settings without the folder: the run is where it lies, and may be moved. */
const newRun = ({ config: { out: _, ...config }, graph, engine, policy, before, checkpoint }: Plan, data: AnyData, { standardise }: Samples): Run => ({
  // The policy as it came out: words may mean other steps in a later version, and a file may change.
  format: 1, status: "running", config: { ...config, ...(policy && { augment: policy }) },
  data: { name: data.name, checksum: data.checksum, classes: [...data.classes], inputShape: [...inputOf(graph)] },
  preprocessing: { scale: pixelScale, ...("parts" in data && { fit: "cover" as const }), ...(standardise && { standardise }) },
  backend: { engine: engine.name, name: engine.backend, threads: engine.threads },
  versions: versions(),
  history: [...(checkpoint?.state.history ?? [])], imagesPerSecond: (checkpoint && before?.imagesPerSecond) ?? 0, seconds: (checkpoint && before?.seconds) ?? 0,
});

/** What is learned from. */
interface Learned {
  readonly title: string;
  readonly classes: readonly string[];
  readonly samples: Samples;
}

async function trainAndTest(terminal: Terminal, net: Network, { samples, ...named }: Learned, { config, loss, policy, checkpoint }: Plan, folder: string, { run, save }: Recorder): Promise<Trained> {
  const blank = run();
  const stopHere = async (): Promise<Trained> => ({ run: await save({ status: "interrupted" }), folder, figures: [] });
  const { fitted, monitor } = await fitInto({ terminal, net, samples, policy, config, loss, folder, checkpoint, save });
  await save({ history: [...fitted.history], imagesPerSecond: fitted.imagesPerSecond || blank.imagesPerSecond, ...bestOf(fitted.history, monitor) });
  if (fitted.ended === "aborted") return stopHere();
  if (!run().best) {
    const reason = `no epoch had a ${monitor.metric} that is a number`;
    await save({ status: "failed", reason });
    throw new CommandError(`${folder}: ${reason}, so there are no weights to keep. A smaller --lr usually helps; train again into another --out.`);
  }
  await net.setWeights(readBest(folder));
  let report: Report;
  try {
    report = await reportOn(net, samples.test, named.classes, loss, terminal.signal);
  } catch (error) {
    if (terminal.signal.aborted) return stopHere();
    throw error;
  }
  await save({
    status: fitted.ended === "stopped" ? "stopped" : "finished",
    ...(fitted.reason !== undefined && { reason: fitted.reason }),
    test: { loss: report.loss, accuracy: report.accuracy, macroF1: report.macroF1 },
  });
  return { run: run(), folder, report, figures: await drawRun(folder, run(), { ...named, test: report.tested }, report, net.graph) };
}

function bestOf(history: Run["history"], monitor: Monitor): Pick<Run, "best"> {
  const best = bestEpoch(history, monitor);
  return best ? { best: { epoch: best.epoch, metric: monitor.metric, value: best[monitor.metric] ?? NaN } } : {};
}
