import { join } from "node:path";
import { centerCrop, mixBatch, type Mix, type Step } from "@convscope/augment";
import { transformer } from "@convscope/augment/transformer";
import { holdOut, openPipeline, pipelineOf, shuffled, streamStatistics, type Catalogue, type ImageDataset, type Item, type Pipeline, type PictureBatch, type Problem, type Split, type Standardisation } from "@convscope/datasets";
import { inferShapes, type Graph } from "@convscope/core";
import { targetKind, type Data, type Loss, type NdArray } from "@convscope/nn";
import { CommandError } from "./failure.ts";
import type { Picture } from "./picture.ts";
import type { Policy } from "./policy.ts";
import type { Config } from "./settings.ts";
import type { Terminal } from "./terminal.ts";

/** Some of the samples of a pipeline. */
export interface Part {
  readonly pipeline: Pipeline;
  readonly places: Uint32Array;
  /** `[places]` */
  readonly labels: Int32Array;
  /** What is done to pixels of 0 … 1 before the network sees them. */
  readonly standardise?: Standardisation | undefined;
}

/** What a training and a measurement take, wherever the pictures lie. */
export interface Samples {
  readonly train: Part;
  readonly validation: Part;
  readonly test: Part;
  readonly standardise?: Standardisation | undefined;
  /** Pictures that could not be read so far, and were left out. */
  problems(): readonly Problem[];
  /** Ends the threads that read pictures. */
  close(): Promise<void>;
}

export interface SamplesOptions extends Pick<Config, "samples" | "seed" | "validation"> {
  /** `[H, W, C]` that the network takes. */
  readonly shape: readonly number[];
  /** What is done to training samples at random. */
  readonly policy?: Policy | undefined;
  /** Each channel's mean and deviation: those of an earlier training, or to be measured on the training pictures. */
  readonly standardise?: Standardisation | boolean | undefined;
}

/** Pixels of 0 to 255 become 0 to 1. */
export const pixelScale: number = 1 / 255;

/** Opens a data set for training: arrays in memory as they are, pictures in files through threads that read ahead. */
export async function openSamples(data: ImageDataset | Catalogue, options: SamplesOptions): Promise<Samples> {
  const { standardise = false } = options;
  const samples = "parts" in data ? await ofFiles(data, options) : ofArrays(data, options);
  if (standardise === false) return samples;
  try {
    // Of the pictures as they are: a part of the measured pipeline, not of the one that changes them.
    const measured = standardise === true ? await streamStatistics(eachOf(samples.plain)) : standardise;
    const part = (some: Part): Part => ({ ...some, standardise: measured });
    return { ...samples, train: part(samples.train), validation: part(samples.validation), test: part(samples.test), standardise: measured };
  } catch (error) {
    await samples.close();
    throw error;
  }
}

/** The pictures of a part, one by one. */
async function* eachOf(part: Part): AsyncGenerator<{ readonly shape: Shape; readonly data: Uint8Array }> {
  const places = Array.from(part.places.keys());
  for (let begin = 0; begin < places.length; begin += 64) {
    const { images, shape: [count = 0, height = 0, width = 0, channels = 0] } = await picturesOf(part, places.slice(begin, begin + 64));
    const length = height * width * channels;
    for (let i = 0; i < count; i++) yield { shape: [height, width, channels], data: images.subarray(i * length, (i + 1) * length) };
  }
}

/** Samples, and those to learn from as they are before anything is done to them. */
interface Opened extends Samples {
  readonly plain: Part;
}

/** Decoded pictures that each of the two pipelines keeps; a small set is then read once and not in every epoch. */
const cacheBytes = 2 ** 29;

type Shape = readonly [height: number, width: number, channels: number];

function ofArrays({ train, test, validation: own }: ImageDataset & { readonly validation?: Split }, options: SamplesOptions): Opened {
  const { seed, validation } = options;
  const shape = options.shape as Shape;
  const learned = pipelineOf(train, { shape, seed, ...(options.policy && { transform: transformer(options.policy.pipeline) }) });
  const tested = pipelineOf(test, { shape, seed });
  // Arrays that keep a part for validation have it used as one.
  const held = own ? { train: allOf(learned.length), validation: new Uint32Array() } : holdOut(train.labels, validation, seed);
  const kept = own && pipelineOf(own, { shape, seed });
  return {
    train: partOf(learned, held.train),
    plain: partOf(learned, held.train),
    validation: kept ? partOf(kept, allOf(kept.length)) : partOf(learned, held.validation),
    test: partOf(tested, allOf(tested.length)),
    problems: () => [],
    close: () => learned.close(),
  };
}

async function ofFiles({ folder, classes, parts }: Catalogue, options: SamplesOptions): Promise<Opened> {
  const { seed, samples, validation, policy } = options;
  const [train, test] = [someOf(parts.train, samples.train, seed), someOf(parts.test ?? [], samples.test, seed)];
  const own = parts.validation ?? [];
  const common = { shape: options.shape as Shape, seed, cacheBytes, onBad: "skip" } as const;
  const measured = await openPipeline({ folder, classes, items: [...train, ...own, ...test] }, common);
  // A transform takes parts of pictures that are kept larger than the network takes them; what is measured must not pass through those.
  const transform = policy && policy.pipeline.length > 0 && { module: import.meta.resolve("@convscope/augment/transformer"), options: sized(policy.pipeline, options.shape as Shape) };
  const learned = transform ? await openPipeline({ folder, classes, items: train }, { ...common, transform }) : measured;
  const range = (begin: number, count: number): Uint32Array => Uint32Array.from({ length: count }, (_, i) => begin + i);
  const held = own.length > 0 ? { train: range(0, train.length), validation: range(train.length, own.length) } : holdOut(train.map(({ label }) => label), validation, seed);
  return {
    train: partOf(learned, held.train),
    plain: partOf(measured, held.train),
    validation: partOf(measured, held.validation),
    test: partOf(measured, range(train.length + own.length, test.length)),
    problems: () => [...new Map([...measured.problems, ...learned.problems].map((problem) => [problem.file, problem])).values()],
    close: async () => void (await Promise.all([measured.close(), learned.close()])),
  };
}

/** Steps that settle how large a picture is. */
const sizing: ReadonlySet<string> = new Set(["crop", "centerCrop", "randomCrop", "randomResizedCrop", "resize"]);
const cuts = (steps: readonly Step[]): boolean => steps.some((step) => sizing.has(step.kind) || ("steps" in step && cuts(step.steps)));

/** Pictures are kept somewhat larger than the network takes them, for a policy to cut from. Where it does not, as in `flip`, the middle is taken, as of pictures to which nothing is done. */
const sized = (pipeline: readonly Step[], [height, width]: Shape): readonly Step[] => (cuts(pipeline) ? pipeline : [...pipeline, centerCrop({ size: [height, width] })]);

const allOf = (length: number): Uint32Array => Uint32Array.from({ length }, (_, i) => i);
const partOf = (pipeline: Pipeline, places: Uint32Array): Part => ({ pipeline, places, labels: Int32Array.from(places, (place) => pipeline.labels[place] ?? 0) });

/** So many of a list, drawn by the seed: pictures lie class by class, so the first of them would be of one class. */
function someOf(items: readonly Item[], count: number | undefined, seed: number): readonly Item[] {
  if (count === undefined || count >= items.length) return items;
  return [...shuffled(items.length, seed).slice(0, count).sort()].flatMap((place) => items[place] ?? []);
}

export interface DataOptions {
  readonly mix?: Mix | undefined;
  /** Draws how batches are mixed. */
  readonly seed?: number;
  /** Gets the places of pictures that could not be read. */
  readonly unread?: Set<number>;
}

/** A part without some of its places. */
export function without({ pipeline, places, standardise }: Part, left: ReadonlySet<number>): Part {
  return { ...partOf(pipeline, places.filter((place) => !left.has(place))), standardise };
}

/** Pixels `[…, C]` of 0 … 1 as the network takes them: with each channel's mean 0 and deviation 1, where that was learned with. They are changed in place. */
export function standardised(pixels: Float32Array, standardise: Standardisation | undefined): Float32Array {
  if (standardise === undefined) return pixels;
  const { mean, std } = standardise;
  // A channel that never varies is only centred.
  const factors = std.map((value) => (value === 0 ? 1 : 1 / value));
  const channels = mean.length;
  for (let i = 0; i < pixels.length; i++) pixels[i] = ((pixels[i] ?? 0) - (mean[i % channels] ?? 0)) * (factors[i % channels] ?? 1);
  return pixels;
}

/** Says which pictures were left out: that they are missing should be known. */
export function tellProblems(terminal: Terminal, problems: readonly Problem[]): void {
  const [first] = problems;
  if (first) terminal.err(`note: ${problems.length} picture${problems.length === 1 ? "" : "s"} could not be read and ${problems.length === 1 ? "was" : "were"} left out, such as ${first.file}: ${first.problem} "convscope data check" lists them.\n`);
}

/**
 * Samples as the trainer takes them: one input, one output, and what the loss compares with, whole numbers or one row of 0s and a 1 for each.
 * A mix is of training batches only, the ones that name their epoch.
 */
export function dataOf({ pipeline, places, standardise }: Part, graph: Graph, loss: Loss, { mix, seed = 0, unread }: DataOptions = {}): Data {
  const [input = ""] = Object.keys(graph.inputs);
  const [output = ""] = graph.outputs;
  const classes = inferShapes(graph).get(output)?.at(-1) ?? 1;
  const target = ({ labels }: PictureBatch): NdArray => (targetKind(loss) === "labels" ? labels : { shape: [labels.data.length, classes], data: oneHot(labels.data, classes) });
  return {
    length: places.length,
    ahead: Math.max(1, pipeline.prefetch),
    async batch(at, epoch) {
      const asked = at.map((i) => places[i] ?? 0);
      const batch = await pipeline.batch(asked, epoch);
      if (unread && batch.indices.length < asked.length) for (const place of asked) if (!batch.indices.includes(place)) unread.add(place);
      if (mix === undefined || epoch === undefined) return { inputs: { [input]: { shape: batch.images.shape, data: standardised(batch.images.data, standardise) } }, targets: { [output]: target(batch) } };
      const rows = { shape: [batch.labels.data.length, classes] as const, data: oneHot(batch.labels.data, classes) };
      const { images, targets } = mixBatch({ images: batch.images, targets: rows }, mix, { seed, path: [epoch, at[0] ?? 0, at.length] });
      return { inputs: { [input]: { shape: images.shape, data: standardised(Float32Array.from(images.data), standardise) } }, targets: { [output]: targets } };
    },
  };
}

function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  const rows = new Float32Array(labels.length * classes);
  for (let i = 0; i < labels.length; i++) rows[i * classes + (labels[i] ?? 0)] = 1;
  return rows;
}

/** A picture as the training has seen those of its data: scaled until it just covers what the network takes, and cut around the middle. */
export async function middleOf(folder: string, { file, bytes }: Pick<Item, "file" | "bytes">, shape: readonly number[]): Promise<Picture> {
  const pipeline = await openPipeline({ folder, classes: [""], items: [{ file, ...(bytes && { bytes }), label: 0 }] }, { shape: shape as Shape, workers: 0, onBad: "skip" });
  try {
    const { images } = await picturesOf(partOf(pipeline, allOf(1)), [0]);
    return { shape: shape as Shape, data: images };
  } catch (error) {
    const [problem] = pipeline.problems;
    throw problem ? new CommandError(`${bytes ? file : join(folder, file)}: ${problem.problem}`) : error;
  } finally {
    await pipeline.close();
  }
}

/** Pictures as bytes `[n, H, W, C]`, to be drawn. */
export async function picturesOf({ pipeline, places }: Part, at: readonly number[]): Promise<{ readonly images: Uint8Array; readonly shape: readonly number[] }> {
  const { images } = await pipeline.batch(Uint32Array.from(at, (i) => places[i] ?? 0));
  return { images: Uint8Array.from(images.data, (value) => Math.round(value / pixelScale)), shape: images.shape };
}
