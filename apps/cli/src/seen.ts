import { basename, dirname, join, resolve } from "node:path";
import { formatShape, inferShapes, type Shape } from "@convscope/core";
import type { Item } from "@convscope/datasets";
import { preprocess, type Preprocessing } from "@convscope/exchange";
import type { NdArray } from "@convscope/nn";
import { CommandError, UsageError } from "./failure.ts";
import { isDataName, testedData, type OpenDataOptions } from "./open-data.ts";
import { borderBrightness, readPicture, readPixels, type Picture } from "./picture.ts";
import { middleOf, standardised } from "./samples.ts";
import { checkIndex, testSample, type Sample } from "./sample.ts";
import type { Source } from "./source.ts";
import type { Terminal } from "./terminal.ts";

/** Which picture, or which test sample of which data. */
export interface SeenOptions {
  readonly picture?: string | undefined;
  readonly data?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly labels?: OpenDataOptions["labels"];
  readonly index?: number | undefined;
  /** Dark and light swapped. */
  readonly invert?: boolean | undefined;
}

/** A picture as a network takes it. */
export interface Seen {
  /** `[1, H, W, C]`, scaled or normalised as in the training. */
  readonly x: NdArray;
  /** The same as bytes, to be shown. */
  readonly shown: Picture;
  /** What it truly is, of a test sample. */
  readonly label?: string;
  /** Says which picture it was: for an answer in JSON. */
  readonly told: { readonly picture: string } | { readonly data: string; readonly split: "test"; readonly index: number; readonly file?: string; readonly label: string };
}

/** Refuses what does not name one picture, before anything is read. */
export function checkSeen({ picture, data, index, dataDir, labels }: SeenOptions): void {
  if ((picture === undefined) === (data === undefined)) throw new UsageError(picture === undefined ? "name a picture, or a test sample with --data mnist --index 0." : "a picture and --data both name what to look at. Give one.");
  if (picture !== undefined && (index ?? dataDir ?? labels) !== undefined) throw new UsageError(`--${index !== undefined ? "index" : dataDir !== undefined ? "data-dir" : "labels"} belongs to a data set: name it with --data.`);
}

/** The picture that was asked for, prepared as the weights expect it. */
export async function seen(terminal: Terminal, source: Source, asked: SeenOptions): Promise<Seen> {
  const shape = inferShapes(source.graph).get(Object.keys(source.graph.inputs)[0] ?? "") ?? [];
  const { picture, data, index = 0, invert = false } = asked;
  const sample = data === undefined ? undefined : await sampleOf(terminal, source, { data, dataDir: asked.dataDir ?? source.dataDir, labels: asked.labels ?? source.labels }, index, shape);
  const read = sample ?? (await pictureFor(source, resolve(terminal.cwd, picture ?? ""), shape));
  const bytes = invert ? read.data.map((v) => 255 - v) : read.data;
  if (!invert && !sample && shape[2] === 1 && borderBrightness(read) > 127)
    terminal.err("note: the picture is light at its border, while digits to train on are light on dark. If the answer looks wrong, try --invert.\n");
  const { preprocessing } = source;
  const values = preprocessing ? preprocess({ shape: read.shape, data: bytes }, preprocessing).data : standardised(Float32Array.from(bytes, (v) => v * source.scale), source.standardise);
  return {
    x: { shape: [1, ...shape], data: values },
    shown: preprocessing ? shownOf(values, shape, preprocessing) : { ...read, data: bytes },
    ...(sample && { label: sample.label }),
    told: data === undefined ? { picture: picture ?? "" } : { data, split: "test", index, ...(sample?.file !== undefined && { file: sample.file }), label: sample?.label ?? "" },
  };
}

/** What a network that takes normalised pixels sees, as pixels again. */
function shownOf(values: ArrayLike<number>, shape: Shape, { mean, std }: Preprocessing): Picture {
  const [height = 1, width = 1, channels = 1] = shape;
  return { shape: [height, width, channels], data: Uint8Array.from(values, (value, at) => Math.min(255, Math.max(0, Math.round(255 * (value * (std[at % channels] ?? 1) + (mean[at % channels] ?? 0)))))) };
}

/** A test sample as the network takes it. Drawn sets draw no training images for it. */
async function sampleOf(terminal: Terminal, source: Source, asked: Pick<OpenDataOptions, "data" | "dataDir" | "labels">, index: number, shape: Shape): Promise<Sample> {
  // A run knows its classes by their order, and parts pictures by its seed as its training did. The thousand of ImageNet are no folder's.
  const dataset = await testedData(terminal, { checksum: source.checksum, ...(!source.preprocessing && !isDataName(asked.data) && { classes: source.classes }) }, { ...asked, seed: source.seed, samples: { train: 1 } });
  if ("parts" in dataset) {
    const { folder, parts: { test = [] }, classes } = dataset;
    if (test.length === 0) throw new CommandError(`${asked.data}: has no pictures for a test. Name a picture by its own path.`);
    checkIndex(index, test.length);
    const item = test[index] as Item;
    const picture = item.bytes ? await middleOf(folder, item, shape) : await pictureFor(source, join(folder, item.file), shape);
    return { ...picture, label: classes[item.label] ?? "", file: item.file };
  }
  if (String(dataset.inputShape) !== String(shape)) throw new CommandError(`${asked.data}: its pictures must be what the network takes, ${formatShape(shape)}. Received ${formatShape(dataset.inputShape)}. Choose other --data.`);
  return testSample(dataset, index);
}

/** A picture as large as the network takes it, in the way of the training, or as it is, where the weights say how to prepare it. */
const pictureFor = ({ preprocessing, fit }: Source, path: string, shape: Shape): Promise<Picture> =>
  preprocessing ? readPixels(path) : fit === "cover" ? middleOf(dirname(path), { file: basename(path) }, shape) : readPicture(path, shape);
