import { availableParallelism } from "node:os";
import { checkOptions, checkSeed } from "../check.ts";
import type { Catalogue, Item } from "../catalogue/catalogue.ts";
import type { Split } from "../dataset.ts";
import type { Standardisation } from "../scale.ts";
import { trainable } from "../sharp.ts";
import { checkShape, checkStandardisation, checkWhole } from "./checkSettings.ts";
import { startCrew } from "./crew.ts";
import { keepUpTo } from "./kept.ts";
import type { Pipeline, TransformModule } from "./pipeline.ts";
import { pipelineFrom, reasonOf } from "./pipelineFrom.ts";
import { itemsSource, splitSource } from "./source.ts";
import { prepareWork, type ThreadSettings } from "./tools.ts";
import { workHere } from "./workHere.ts";

/** Pictures in files: a part of a catalogue. */
export interface ItemsSource extends Pick<Catalogue, "folder" | "classes"> {
  readonly items: readonly Item[];
}

export interface OpenPipelineOptions {
  /** `[H, W, C]` that every image ends in, C 1 or 3. A split's own unless given; for files it must be given. */
  readonly shape?: readonly [height: number, width: number, channels: number];
  /** Changes the samples of a training, in the worker threads. */
  readonly transform?: TransformModule;
  /** For the order of each epoch, and handed to the transform; 0 unless given. */
  readonly seed?: number;
  /**
   * Threads that decode and change pictures: one core less than there are for files, and none (the calling thread does it) for images in memory,
   * unless given. Node reads and decodes in at most `UV_THREADPOOL_SIZE` threads more, 4 unless the environment says otherwise.
   */
  readonly workers?: number;
  /** How many batches are worked on before their turn; 2 unless given, none where the calling thread would do it. */
  readonly prefetch?: number;
  /** Bytes of pictures from files that are kept decoded, so that later epochs need not read them again; 0 unless given. */
  readonly cacheBytes?: number;
  /** `x / 255` unless given. */
  readonly standardise?: Standardisation;
  /** What happens to a picture that cannot be read: it ends the batch in an error, "refuse", or is left out and listed in `problems`, "skip". "refuse" unless given. */
  readonly onBad?: "skip" | "refuse";
  /** The shorter side in pixels that files are scaled to before the transform; unless given they just cover 256/224 of `shape` for a transform, else `shape`. */
  readonly decode?: { readonly shorter: number };
  /** A file of more pixels is not read: up to four are unpacked at once, some at 6 bytes a pixel. 64 million unless given. */
  readonly maxPixels?: number;
  /** Ends the pipeline. */
  readonly signal?: AbortSignal;
}

const known: readonly (keyof OpenPipelineOptions)[] = ["shape", "transform", "seed", "workers", "prefetch", "cacheBytes", "standardise", "onBad", "decode", "maxPixels", "signal"];

/**
 * Opens a pipeline over pictures in files, or over images in memory. Batches are the same for any number of workers.
 *
 * Without an epoch, or without a transform, a picture is scaled until it just covers `shape` and cut around the middle, and its mask and boxes with it.
 * A mask is read as classes: the indices of a PNG with a palette, the levels of a grey one; it is never blended.
 *
 * @throws DataError when there are no pictures, when sharp is missing, or when the transform cannot be loaded; RangeError for wrong options.
 */
export async function openPipeline(data: ItemsSource | Split, options: OpenPipelineOptions = {}): Promise<Pipeline> {
  checkOptions("openPipeline", options, known);
  const { transform, seed = 0, standardise, onBad = "refuse", maxPixels = trainable, signal } = options;
  const files = "items" in data;
  const whole = (name: "workers" | "prefetch" | "cacheBytes", most: number, unless: number): number => checkWhole("openPipeline", name, options[name] ?? unless, 0, most);
  const workers = whole("workers", 256, files ? Math.max(1, availableParallelism() - 1) : 0);
  const prefetch = whole("prefetch", 1_000, files || workers > 0 ? 2 : 0);
  const cacheBytes = whole("cacheBytes", Number.MAX_SAFE_INTEGER, 0);
  const kept = keepUpTo(files ? cacheBytes : 0);
  checkSeed("openPipeline", seed);
  checkWhole("openPipeline", "maxPixels", maxPixels, 1, Number.MAX_SAFE_INTEGER);
  if (onBad !== "skip" && onBad !== "refuse") throw new RangeError(`openPipeline: onBad must be "skip" or "refuse". Received ${JSON.stringify(onBad)}.`);
  const wanted = options.shape ?? (files ? undefined : ([data.shape[1], data.shape[2], data.shape[3]] as const));
  if (wanted === undefined) throw new RangeError("openPipeline: pictures in files need a shape that all are brought to, such as [224, 224, 3]. Received none.");
  const shape = checkShape("openPipeline", wanted, files ? [1, 3] : [data.shape[3]]);
  checkStandardisation("openPipeline", standardise, shape[2]);
  if (signal?.aborted) throw reasonOf(signal);

  const source = files ? itemsSource(data.items) : splitSource(data);
  const settings: ThreadSettings = {
    shape,
    seed,
    masks: source.masks,
    ...(standardise && { standardise }),
    ...(transform && { transform }),
    ...(files && { decode: { folder: data.folder, classes: data.classes.length, channels: shape[2], least: leastFor(shape, options), maxPixels } }),
  };
  const crew = workers > 0 ? await startCrew(workers, source, settings, kept) : workHere(source, await prepareWork(settings), kept);
  if (signal?.aborted) {
    await crew.end(reasonOf(signal));
    throw reasonOf(signal);
  }
  return pipelineFrom(source, crew, { shape, seed, prefetch, onBad, ...(signal && { signal }) });
}

/** Height and width that a decoded picture covers: for a transform some more, of which it takes a part (Simonyan and Zisserman, arXiv:1409.1556, section 3.1: 256 for 224). */
function leastFor([height, width]: readonly [number, number, number], { transform, decode }: OpenPipelineOptions): readonly [height: number, width: number] {
  if (decode !== undefined) {
    checkOptions("openPipeline: decode", decode, ["shorter"]);
    const side = checkWhole("openPipeline", "decode.shorter", decode.shorter, 1, 65_536);
    return [side, side];
  }
  return transform === undefined ? [height, width] : [Math.ceil((height * 256) / 224), Math.ceil((width * 256) / 224)];
}
