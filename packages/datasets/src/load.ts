import { checkOptions } from "./check.ts";
import { cifarSet } from "./cifar/set.ts";
import { cifar10, cifar100, type CifarLabels } from "./cifar/spec.ts";
import type { ImageDataset } from "./dataset.ts";
import { emnist } from "./idx/emnist.ts";
import { fashionMnist, kmnist, mnist } from "./idx/mnist.ts";
import { idxSet } from "./idx/set.ts";
import type { IdxSpec } from "./idx/spec.ts";
import { checkPublished, isWhole, loadPublished, obtain, type CheckedFile, type PublishedOptions } from "./published/load.ts";
import { cacheFolder, locate, placesFor, type Place } from "./published/locate.ts";
import type { PublishedSet } from "./published/published.ts";
import { datasetName, datasets, rowOf, type DatasetName, type DatasetRow } from "./registry.ts";
import { shapes, type ShapesOptions } from "./shapes/shapes.ts";
import { strokes } from "./strokes/strokes.ts";

/**
 * What can be said about loading. All sets know `train` and `test`, the number of samples (of files: the first so many);
 * `seed` matters to those that are drawn, `side` to the shapes and `labels` to CIFAR-100; the rest to those that lie in files. What does
 * not matter to a set is not looked at.
 */
export interface LoadOptions extends PublishedOptions, ShapesOptions {
  /** The hundred classes of CIFAR-100, "fine", or the twenty groups that they belong to, "coarse"; "fine" unless given. */
  readonly labels?: CifarLabels;
}

const known: readonly (keyof LoadOptions)[] = [
  "train", "test", "seed", "side", "labels", "dataDir", "env", "download", "verify", "mirrors", "onProgress", "timeout", "retries", "pause", "signal",
];

/** Either a set that lies in files, or how it is drawn. */
type Maker = { readonly set: (options: LoadOptions) => PublishedSet } | { readonly draw: (options: LoadOptions) => ImageDataset };

const makers: { readonly [Name in DatasetName]: Maker } = {
  strokes: { draw: (options) => strokes(some(options, ["train", "test", "seed"])) },
  shapes: { draw: (options) => shapes(some(options, ["train", "test", "seed", "side"])) },
  mnist: ofIdx(mnist),
  "fashion-mnist": ofIdx(fashionMnist),
  kmnist: ofIdx(kmnist),
  "emnist-balanced": ofIdx(emnist["emnist-balanced"]),
  "emnist-letters": ofIdx(emnist["emnist-letters"]),
  "emnist-digits": ofIdx(emnist["emnist-digits"]),
  "emnist-byclass": ofIdx(emnist["emnist-byclass"]),
  "emnist-bymerge": ofIdx(emnist["emnist-bymerge"]),
  "emnist-mnist": ofIdx(emnist["emnist-mnist"]),
  "cifar-10": { set: () => cifarSet(cifar10) },
  "cifar-100": { set: ({ labels }) => cifarSet(cifar100, checkLabels(labels)) },
};

function ofIdx(spec: IdxSpec): Maker {
  return { set: () => idxSet(spec) };
}

function checkLabels(labels: CifarLabels = "fine"): CifarLabels {
  if (labels === "fine" || labels === "coarse") return labels;
  throw new RangeError(`cifar-100: labels must be "fine" or "coarse". Received ${JSON.stringify(labels)}.`);
}

function some<Key extends keyof LoadOptions>(options: LoadOptions, keys: readonly Key[]): Pick<LoadOptions, Key> {
  return Object.fromEntries(keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]])) as Pick<LoadOptions, Key>;
}

/** Loads a data set by name: draws it, finds its files, or downloads them. */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<ImageDataset> {
  const maker = makers[datasetName(name)];
  checkOptions("loadDataset", options, known);
  return "set" in maker ? loadPublished(maker.set(options), options) : maker.draw(options);
}

/** A data set's row, and where it is on this machine. */
export interface DataInfo extends DatasetRow {
  /** Whether it can be loaded without a download. Files are only looked for here, not read: see `checkData`. */
  readonly present: boolean;
  /** The folder that holds its files, or some of them. */
  readonly folder?: string;
  readonly place?: Place["kind"];
  readonly files: readonly { readonly file: string; readonly path?: string; readonly bytes?: number }[];
  /** The folders that are looked into, in this order. */
  readonly searched: readonly string[];
  /** The folder that a download goes to; none for a set that is drawn. */
  readonly cache?: string;
}

/**
 * Where a data set is on this machine; its files are looked for, not read.
 *
 * @throws RangeError for a name that is none.
 */
export async function dataInfo(name: string, options: LoadOptions = {}): Promise<DataInfo> {
  const row: DatasetRow = datasets[datasetName(name)];
  checkOptions("dataInfo", options, known);
  const maker = makers[row.name];
  if (!("set" in maker)) return { ...row, present: true, files: [], searched: [] };
  const set = maker.set(options);
  const place = await locate(set, options);
  return {
    ...row,
    ...rowOf(set),
    present: place !== undefined && isWhole(place),
    ...(place === undefined ? {} : { folder: place.folder, place: place.kind }),
    files: (place?.found ?? []).map(({ name: file, path, bytes }) => ({ file, ...(path !== undefined && { path }), ...(bytes !== undefined && { bytes }) })),
    searched: placesFor(set, options).map(({ folder }) => folder),
    cache: cacheFolder(set, options),
  };
}

/** Fetches a data set into the cache, unless a place holds it already. Nothing is loaded. */
export async function downloadData(name: string, options: LoadOptions = {}): Promise<DataInfo> {
  const info = await dataInfo(name, options);
  const maker = makers[info.name];
  if (!("set" in maker)) return info;
  await obtain(maker.set(options), options);
  return dataInfo(name, options);
}

/** Reads and checks every file of a data set where it lies. Empty for a set that is drawn, or that is nowhere. */
export async function checkData(name: string, options: LoadOptions = {}): Promise<readonly CheckedFile[]> {
  const maker = makers[datasetName(name)];
  checkOptions("checkData", options, known);
  if (!("set" in maker)) return [];
  const set = maker.set(options);
  const place = await locate(set, options);
  return place === undefined ? [] : checkPublished(set, place, options.signal);
}
