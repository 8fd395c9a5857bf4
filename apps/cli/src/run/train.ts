import { relative } from "node:path";
import { toJson } from "@convscope/core";
import { writeSafetensors } from "@convscope/exchange";
import { writeAtomic } from "@convscope/files";
import { network, type Finding, type Network } from "@convscope/nn";
import { loaders } from "../backends.ts";
import { CommandError, describe, UsageError } from "../failure.ts";
import { isDataName, openData, type AnyData } from "../open-data.ts";
import { openSamples, pixelScale, tellProblems, type Samples } from "../samples.ts";
import { configOf, optimizerOf, scheduleOf, type Asked } from "../settings.ts";
import { grouped, percent } from "../table.ts";
import { freezingOf, freezingText, startText, startWeights } from "../start.ts";
import type { Terminal } from "../terminal.ts";
import { versions } from "../versions.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { newestCheckpoint, placeText, type Continuation } from "./checkpoints.ts";
import { balanced } from "./balanced.ts";
import { claimFresh, claimRun, usedText, type Place } from "./claim.ts";
import { draftOf, inputOf, type Draft } from "./draft.ts";
import { fitInto } from "./fit.ts";
import { drawRun } from "./figures.ts";
import { checkFit, checkLastBatch } from "./graph.ts";
import { isHeld, isUsed } from "./lock.ts";
import { checkWritten, recorderOf, type Recorder } from "./recorder.ts";
import { reportOn, type Report } from "./report.ts";
import { resumed } from "./resume.ts";
import { tellFindings } from "./subject.ts";
import { writeTest } from "./tested.ts";
import { bestOf, hasGraph, isRun, readBegin, readRun, readRunGraph, runFiles, type Run } from "./run.ts";

export interface Trained {
  readonly run: Run;
  readonly folder: string;
  /** On the test set, with the weights that did best on held-out data; none where the training was interrupted. */
  readonly report?: Report;
  readonly figures: readonly string[];
  /** What the doctor found at the beginning; none where it was not asked. */
  readonly findings?: readonly Finding[];
}

/** A run that is to be done once more. */
export interface Repeated {
  readonly folder: string;
  readonly run: Run;
}

/** All that is known before the first image is loaded. */
interface Plan extends Draft {
  /** The epoch after which the training is interrupted. */
  readonly until?: number | undefined;
  readonly before?: Run | undefined;
  readonly repeats?: Repeated | undefined;
  readonly checkpoint?: Checkpoint | undefined;
}

/** What is rarely asked of a training. */
export interface TrainExtras {
  /** The run that is to be repeated. */
  readonly repeats?: Repeated;
  /** Ends after this epoch as if interrupted, so that it can be gone on with. */
  readonly until?: number | undefined;
}

/**
 * A whole training into a folder: data, graph, fit with a checkpoint after each epoch, then once the test set and the figures.
 * With `resume`, an interrupted one goes on with its own settings; only `epochs` may be more.
 */
export async function trainRun(terminal: Terminal, asked: Asked, place: Place, resume: boolean, { repeats, until }: TrainExtras = {}): Promise<Trained> {
  const started = performance.now();
  // Claimed before it is read: another may be about to write into it.
  let claim = resume && isRun(place.folder) ? claimRun(place.folder) : undefined;
  try {
    const plan: Plan = { ...(await planOf(terminal, asked, place, { goesOn: claim !== undefined, resume, repeats })), until };
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
  const due = checkpoint ? before : plan.repeats?.run;
  if (due && due.data.checksum !== data.checksum) throw new CommandError(`${checkpoint ? folder : (plan.repeats?.folder ?? folder)}: the data must be those that the training began with. Received ${data.checksum}, where ${due.data.checksum} was due. ${checkpoint ? "Train anew into another folder." : "Say where those are with --data-dir or --data."}`);
  // Trained weights bring their own, and a run that began with some keeps what they brought.
  const standardise = config.weights === undefined ? config.standardise : due ? due.preprocessing.standardise : plan.start?.standardise;
  const samples = await openSamples(data, { ...config, standardise, shape: inputOf(graph), policy: plan.policy });
  try {
    return await trainOn(terminal, balanced(plan, samples.train.labels, data.classes.length), data, samples, folder, started);
  } finally {
    tellProblems(terminal, samples.problems());
    await samples.close();
  }
}

async function trainOn(terminal: Terminal, plan: Plan, data: AnyData, samples: Samples, folder: string, started: number): Promise<Trained> {
  const { config, checkpoint, graph, engine } = plan;
  checkParts(data, samples);
  checkLastBatch(graph, samples.train.places.length, config);
  const recorder = recorderOf(terminal, folder, newRun(plan, data, samples), started);
  await recorder.begin();
  try {
    await writeAtomic(runFiles(folder).graph, toJson(graph));
    const begun = plan.start && startWeights(graph, plan.start, data.classes, config);
    const freezing = freezingOf(config, graph);
    const weights = checkpoint?.weights ?? begun?.weights ?? (plan.repeats && readBegin(plan.repeats.folder));
    // The folder alone must be enough to do it once more, wherever they came from.
    if (weights && !checkpoint) await writeAtomic(runFiles(folder).begin, writeSafetensors(weights));
    const net = await network(graph, { engine, seed: config.seed, init: config.init, ...(weights && { weights }) });
    try {
      terminal.err(`${graph.name} on ${data.title}: ${splitText(samples)}, ${engine.backend} (${engine.threads} thread${engine.threads === 1 ? "" : "s"}), seed ${config.seed}${checkpoint ? `, going on ${placeText(checkpoint)}` : ""}\n`);
      if (plan.start && begun) terminal.err(`${startText(begun, plan.start.from)}\n`);
      if (freezing) terminal.err(`${freezingText(freezing, graph, config.thaw)}\n`);
      const findings = config.doctor && !checkpoint && !plan.repeats ? await tellFindings(terminal, { ...plan, samples, classes: data.classes, weights }) : undefined;
      const trained = await trainAndTest(terminal, net, { title: data.title, classes: data.classes, samples }, plan, folder, recorder);
      return { ...trained, ...(findings && { findings }) };
    } finally {
      net.dispose();
    }
  } catch (error) {
    if (recorder.run().status === "running") await recorder.save({ status: "failed", reason: error instanceof Error ? describe(error) : String(error) });
    throw error;
  }
}

/** `9,000 images to train, 1,000 held out`. */
const splitText = ({ train, validation }: Samples): string => `${grouped(train.places.length)} image${train.places.length === 1 ? "" : "s"} to train, ${grouped(validation.places.length)} held out`;

/** Refuses data of which nothing is left to learn from, or to test on. */
function checkParts({ name }: AnyData, { train, test }: Samples): void {
  if (train.places.length === 0) throw new CommandError(`${name}: there must be at least one training picture. Received none. Give more pictures, or a smaller --validation.`);
  if (test.places.length === 0) throw new CommandError(`${name}: there must be at least one test picture. Received none. Give at least 4 pictures of a class, of which one is then for the test, or a folder of test pictures beside train.`);
}

/** What names the graph of a training. */
const graphSettings = ["model", "data", "labels", "classes", "input"] as const;

/** Finds out what is to be done, and where it goes on. */
async function planOf(terminal: Terminal, asked: Asked, { folder, numbered }: Place, { goesOn, resume, repeats }: { readonly goesOn: boolean; readonly resume: boolean; readonly repeats?: Repeated | undefined }): Promise<Plan> {
  if (!goesOn && !numbered && isUsed(folder)) throw new CommandError(resume && !isHeld(folder) ? `${folder} is not a run: it holds no run.json, and other files. Choose another --out.` : usedText(folder));
  if (!goesOn && asked.model === undefined) throw new UsageError(`${folder} holds no training to go on with. Name the model to begin with, such as convscope train mnist-cnn --resume --out ${folder}.`);
  const before = goesOn ? readRun(folder) : undefined;
  const { checkpoint, note }: Continuation = before ? newestCheckpoint(folder, before.history.length) : {};
  if (note !== undefined) terminal.err(`note: ${note}\n`);
  const elsewhere = before !== undefined && checkpoint !== undefined && (await isElsewhere(folder, before, asked));
  const config = before ? resumed(asked, before, folder, { checkpoint, elsewhere }) : configOf(asked);
  optimizerOf(config);
  scheduleOf(config);
  // The folder's own graph: a file may have been moved or changed since.
  const own = before && hasGraph(folder) && (checkpoint || graphSettings.every((name) => asked[name] === undefined));
  // Only the pictures themselves tell the classes of one's own.
  const data = isDataName(config.data) ? undefined : await openData(terminal, { ...config, classNames: (before ?? repeats?.run)?.data.classes });
  if (!before && data && "layout" in data && data.layout === "folders" && !relative(data.folder, folder).startsWith("..")) throw new CommandError(`${folder}: a run may not lie among the pictures, as its figures would be taken for some. Choose an --out outside ${data.folder}.`);
  const draft = await draftOf(terminal, config, {
    data,
    graph: own ? readRunGraph(folder, before) : repeats && readRunGraph(repeats.folder, repeats.run),
    hasWeights: checkpoint !== undefined || repeats !== undefined,
    ...(checkpoint && before && !elsewhere && { computing: { backend: before.backend.name, threads: before.backend.threads } }),
  });
  return { ...draft, before, repeats, checkpoint };
}

/** Whether a training must go on with another backend than its own, which is not to be had here. */
async function isElsewhere(folder: string, { backend: { name } }: Run, asked: Asked): Promise<boolean> {
  const found = await loaders.find((loader) => loader.name === name)?.check();
  if (found?.available) return false;
  if (asked.backend === undefined) throw new CommandError(`${folder}: a training goes on with the backend that it began with. Received ${name}, which is not to be had here (${found?.note ?? "unknown"}). Get it back, or go on with another, such as --backend simd: the weights will then differ in their last digits from those of a training in one go.`);
  return true;
}

/** What goes on otherwise than it began, for whoever repeats it. */
function changesOf({ before, checkpoint, config, engine }: Plan): readonly string[] {
  if (!before || !checkpoint) return [];
  const at = placeText(checkpoint);
  return [
    ...(before.changes ?? []),
    ...(before.config.epochs === config.epochs ? [] : [`epochs ${before.config.epochs} became ${config.epochs} ${at}`]),
    ...(before.backend.name === engine.backend ? [] : [`backend ${before.backend.name} became ${engine.backend} ${at}`]),
  ];
}

/** The settings without the folder: the run is where it lies, and may be moved. */
function newRun(plan: Plan, data: AnyData, { standardise }: Samples): Run {
  const { config: { out: _, ...config }, graph, engine, policy, before, checkpoint } = plan;
  const changes = changesOf(plan);
  return {
    // The policy as it came out: words may mean other steps in a later version, and a file may change.
    format: 1, status: "running", config: { ...config, ...(policy && { augment: policy }) },
    data: { name: data.name, checksum: data.checksum, classes: [...data.classes], inputShape: [...inputOf(graph)] },
    preprocessing: { scale: pixelScale, ...("parts" in data && { fit: "cover" as const }), ...(standardise && { standardise }) },
    backend: { engine: engine.name, name: engine.backend, threads: engine.threads },
    versions: versions(),
    ...(changes.length > 0 && { changes }),
    history: [...(checkpoint?.history ?? [])], imagesPerSecond: (checkpoint && before?.imagesPerSecond) ?? 0, seconds: (checkpoint && before?.seconds) ?? 0,
  };
}

/** What is learned from. */
interface Learned {
  readonly title: string;
  readonly classes: readonly string[];
  readonly samples: Samples;
}

async function trainAndTest(terminal: Terminal, net: Network, { samples, ...named }: Learned, { config, loss, policy, before, checkpoint, until }: Plan, folder: string, { run, save, writer }: Recorder): Promise<Trained> {
  const blank = run();
  const stopHere = async (): Promise<Trained> => {
    await save({ status: "interrupted" });
    checkWritten(writer, folder, "the training was interrupted");
    return { run: run(), folder, figures: [] };
  };
  const { fitted, monitor, best, finish } = await fitInto({ terminal, net, samples, policy, config, loss, folder, checkpoint, writer, save, more: before?.status === "stopped" && config.epochs > blank.history.length, until });
  await save({ history: [...fitted.history], imagesPerSecond: fitted.imagesPerSecond || blank.imagesPerSecond, ...bestOf(fitted.history, monitor) });
  if (fitted.ended === "aborted") return stopHere();
  const chosen = best();
  if (!chosen) {
    const reason = `no epoch had a ${monitor.metric} that is a number`;
    await save({ status: "failed", reason });
    throw new CommandError(`${folder}: ${reason}, so there are no weights to keep. A smaller --lr usually helps; train again into another --out.`);
  }
  await net.setWeights(chosen.weights);
  let report: Report;
  try {
    report = await reportOn(net, samples.test, named.classes, loss, terminal.signal);
  } catch (error) {
    if (terminal.signal.aborted) return stopHere();
    throw error;
  }
  await finish(fitted.history);
  const unwritten = writer.failing.get("best.safetensors");
  // What was tested is not in the folder then, and is told by nothing in it.
  if (unwritten !== undefined) await save({ status: "interrupted", reason: `best.safetensors could not be written: ${unwritten}` });
  else
    await save({
      status: fitted.ended === "stopped" ? "stopped" : "finished",
      ...(fitted.reason !== undefined && { reason: fitted.reason }),
      test: { loss: report.loss, accuracy: report.accuracy, macroF1: report.macroF1 },
    });
  checkWritten(writer, folder, `the training is done, its test accuracy ${percent(report.accuracy)}`);
  const figures: string[] = [];
  await writer.attempt("the test", () => writeTest(folder, report));
  await writer.attempt("the figures", async () => figures.push(...(await drawRun(folder, run(), { ...named, test: report.tested }, report, net.graph, chosen.weights))));
  return { run: run(), folder, report, figures };
}
