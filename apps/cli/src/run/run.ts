import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { formatShape, inferShapes, type Graph } from "@convscope/core";
import { readSafetensors, type Arrays } from "@convscope/exchange";
import type { Standardisation } from "@convscope/datasets";
import { writeAtomic } from "@convscope/files";
import { bestEpoch, type EpochLog, type Monitor } from "@convscope/nn";
import { z } from "zod";
import { check } from "../check.ts";
import { CommandError } from "../failure.ts";
import { fileSize, readBytes, readRecordFile } from "../file.ts";
import { graphFile } from "../resolve.ts";
import { configSchema, type Config } from "../settings.ts";
import { checksumOf } from "./arrayFile.ts";

/** What is remembered of a training, in `run.json`. */
export interface Run {
  readonly format: 1;
  readonly status: "running" | "interrupted" | "failed" | "stopped" | "finished";
  /** Why it failed, or stopped before its last epoch. */
  readonly reason?: string | undefined;
  readonly config: Config;
  readonly data: { readonly name: string; readonly checksum: string; readonly classes: readonly string[]; readonly inputShape: readonly number[] };
  /** What is done to a picture before the network sees it. */
  readonly preprocessing: { readonly scale: number; /** How a picture of another size is brought to that of the network: whole, on a ground like its border, or its middle. */ readonly fit?: "inside" | "cover" | undefined; /** Then each channel is shifted and scaled. */ readonly standardise?: Standardisation | undefined };
  readonly backend: { readonly engine: string; readonly name: string; readonly threads: number };
  readonly versions: { readonly [name: string]: string };
  /** What became otherwise when it was gone on with. */
  readonly changes?: readonly string[] | undefined;
  readonly history: readonly EpochLog[];
  readonly best?: { readonly epoch: number; readonly metric: string; readonly value: number } | undefined;
  /** Measured once, with the best weights. */
  readonly test?: { readonly loss: number; readonly accuracy: number; readonly macroF1: number } | undefined;
  readonly imagesPerSecond: number;
  readonly seconds: number;
}

/** A number as JSON keeps it: what is none, such as the loss of a training gone astray, is null. */
const number = z.number().nullable().transform((n) => n ?? NaN);

const runSchema: z.ZodType<Run> = z.object({
  format: z.literal(1),
  status: z.enum(["running", "interrupted", "failed", "stopped", "finished"]),
  reason: z.string().optional(),
  config: configSchema,
  data: z.object({ name: z.string(), checksum: z.string(), classes: z.array(z.string()), inputShape: z.array(z.int()) }),
  preprocessing: z.object({ scale: z.number().gt(0).max(1), fit: z.enum(["inside", "cover"]).optional(), standardise: z.object({ mean: z.array(z.number()).min(1), std: z.array(z.number().min(0)).min(1) }).optional() }),
  backend: z.object({ engine: z.string(), name: z.string(), threads: z.int() }),
  versions: z.record(z.string(), z.string()),
  changes: z.array(z.string()).optional(),
  history: z.array(z.looseObject({ epoch: z.int(), loss: number }).catchall(number)),
  best: z.object({ epoch: z.int(), metric: z.string(), value: number }).optional(),
  test: z.object({ loss: number, accuracy: number, macroF1: number }).optional(),
  imagesPerSecond: z.number(),
  seconds: z.number(),
});

/** The files of a run's folder. */
export interface RunFiles {
  readonly run: string;
  readonly graph: string;
  /** The weights that it began with, where those were trained ones. */
  readonly begin: string;
  readonly best: string;
  readonly last: string;
  /** A checkpoint that is about to be the last one. */
  readonly next: string;
  /** The checkpoint before the last one. */
  readonly previous: string;
  /** The folder of the best few epochs. */
  readonly kept: string;
  readonly csv: string;
  readonly jsonl: string;
  readonly tensorboard: string;
}

export const runFiles = (folder: string): RunFiles => ({
  run: join(folder, "run.json"),
  graph: join(folder, "graph.json"),
  begin: join(folder, "begin.safetensors"),
  best: join(folder, "best.safetensors"),
  last: join(folder, "last.safetensors"),
  next: join(folder, "next.safetensors"),
  previous: join(folder, "previous.safetensors"),
  kept: join(folder, "checkpoints"),
  csv: join(folder, "history.csv"),
  jsonl: join(folder, "history.jsonl"),
  // TensorBoard knows its files by this part of their name.
  tensorboard: join(folder, "events.out.tfevents.convscope"),
});

export const isRun = (folder: string): boolean => existsSync(runFiles(folder).run);
export const hasGraph = (folder: string): boolean => existsSync(runFiles(folder).graph);
/** Whether a folder holds trained weights, be it a whole run or not. */
export const hasWeights = (folder: string): boolean => existsSync(runFiles(folder).best) || existsSync(runFiles(folder).last);

export const writeRun = (folder: string, run: Run): Promise<void> => writeAtomic(runFiles(folder).run, `${JSON.stringify(run, null, 2)}\n`);

/** Reads and checks a run's `run.json`. */
export function readRun(folder: string): Run {
  const path = runFiles(folder).run;
  if (!existsSync(path)) throw new CommandError(`${folder} is not a run: it holds no run.json. "convscope train … --out ${folder}" makes one.`);
  const json = readRecordFile(path, "train again into another folder.");
  const checked = check(runSchema, json, path);
  if ("problem" in checked) throw new CommandError(`${checked.problem} The file is damaged, or of another version.`);
  return checked.data;
}

/**
 * The graph in a run's folder.
 *
 * @throws CommandError when it takes other pictures, or tells other classes apart, than `run.json` says.
 */
export function readRunGraph(folder: string, { data }: Pick<Run, "data">): Graph {
  const graph = graphFile(runFiles(folder).graph);
  const shapes = inferShapes(graph);
  const wrong = (what: string, received: string): CommandError => new CommandError(`${runFiles(folder).run}: ${what} Received ${received}. One of the two files is damaged or of another run; train again into another folder.`);
  const outputs = shapes.get(graph.outputs[0] ?? "") ?? [];
  if (String(outputs) !== String(data.classes.length)) throw wrong(`there must be a class for each output of graph.json, ${formatShape(outputs)}.`, `${data.classes.length} classes`);
  const input = shapes.get(Object.keys(graph.inputs)[0] ?? "") ?? [];
  if (String(input) !== String(data.inputShape)) throw wrong(`the input shape must be that of graph.json, ${formatShape(input)}.`, data.inputShape.join("×"));
  return graph;
}

/** To whom it is told that the weights are not those that `run.json` tells of. */
interface Doubt {
  readonly run: Pick<Run, "best">;
  err(text: string): void;
}

/** The weights of the epoch that did best on validation data. */
export function readBest(folder: string, doubt?: Doubt): Arrays {
  const path = runFiles(folder).best;
  if (!existsSync(path)) throw new CommandError(`${folder}: no epoch has left weights that are worth keeping. "convscope train --resume --out ${folder}" goes on.`);
  fileSize(path);
  const { tensors, metadata } = readSafetensors(new Uint8Array(readFileSync(path)), path);
  const { epoch = "", checksum } = metadata;
  // Weights that another program has saved have none.
  if (checksum !== undefined && checksumOf(tensors, epoch) !== checksum) throw new CommandError(`${path}: the weights must be as they were written. Received what has another checksum: the file is damaged. "convscope train --resume --out ${folder}" writes it anew.`);
  // A disk may have been full, or the process killed between the two files.
  if (doubt?.run.best && epoch !== "" && epoch !== String(doubt.run.best.epoch))
    doubt.err(`note: ${path} holds the weights of epoch ${epoch}, where run.json tells of epoch ${doubt.run.best.epoch}: the two were not written together. "convscope train --resume --out ${folder}" mends it.\n`);
  const lost = Object.keys(tensors).find((name) => !tensors[name]?.data.every(Number.isFinite));
  if (lost !== undefined) throw new CommandError(`${path}: every weight must be a finite number. Received others in ${lost}, so whatever the network says is none either. Train again, with a smaller --lr.`);
  return tensors;
}

/** The trained weights that a run began with; none where they were random. */
export function readBegin(folder: string): Arrays | undefined {
  const path = runFiles(folder).begin;
  return existsSync(path) ? readSafetensors(readBytes(path), path).tensors : undefined;
}

/** The best epoch as a run tells of it. */
export function bestOf(history: Run["history"], monitor: Monitor): Pick<Run, "best"> {
  const best = bestEpoch(history, monitor);
  return best ? { best: { epoch: best.epoch, metric: monitor.metric, value: best[monitor.metric] ?? NaN } } : {};
}
