import { checkOptions } from "./check.ts";
import type { ImageDataset } from "./dataset.ts";
import { checkIdx, isWhole, loadIdx, obtain, type CheckedFile, type IdxOptions } from "./idx/load.ts";
import { cacheFolder, locate, placesFor, type Place } from "./idx/locate.ts";
import { fashionMnist, mnist, type IdxSpec } from "./idx/spec.ts";
import { datasetName, datasets, type DatasetName, type DatasetRow } from "./registry.ts";
import { shapes, type ShapesOptions } from "./shapes/shapes.ts";
import { strokes } from "./strokes/strokes.ts";

/**
 * What can be said about loading. All sets know `train` and `test`, the number of samples (of files: the first so many);
 * `seed` matters to those that are drawn and `side` to the shapes; the rest to those that lie in files. What does not matter to a set is not looked at.
 */
export interface LoadOptions extends IdxOptions, ShapesOptions {}

const known: readonly (keyof LoadOptions)[] = [
  "train", "test", "seed", "side", "dataDir", "env", "download", "verify", "mirrors", "onProgress", "timeout", "retries", "pause", "signal",
];

/** Either a set's four files, or how it is drawn. */
type Maker = { readonly spec: IdxSpec } | { readonly draw: (options: LoadOptions) => ImageDataset };

const makers: { readonly [Name in DatasetName]: Maker } = {
  strokes: { draw: (options) => strokes(some(options, ["train", "test", "seed"])) },
  shapes: { draw: (options) => shapes(some(options, ["train", "test", "seed", "side"])) },
  mnist: { spec: mnist },
  "fashion-mnist": { spec: fashionMnist },
};

function some<Key extends keyof LoadOptions>(options: LoadOptions, keys: readonly Key[]): Pick<LoadOptions, Key> {
  return Object.fromEntries(keys.filter((key) => options[key] !== undefined).map((key) => [key, options[key]])) as Pick<LoadOptions, Key>;
}

/** Loads a data set by name: draws it, finds its files, or downloads them. */
export async function loadDataset(name: string, options: LoadOptions = {}): Promise<ImageDataset> {
  const maker = makers[datasetName(name)];
  checkOptions("loadDataset", options, known);
  return "spec" in maker ? loadIdx(maker.spec, options) : maker.draw(options);
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

export async function dataInfo(name: string, options: LoadOptions = {}): Promise<DataInfo> {
  const row: DatasetRow = datasets[datasetName(name)];
  checkOptions("dataInfo", options, known);
  const maker = makers[row.name];
  if (!("spec" in maker)) return { ...row, present: true, files: [], searched: [] };
  const place = await locate(maker.spec, options);
  return {
    ...row,
    present: place !== undefined && isWhole(place),
    ...(place === undefined ? {} : { folder: place.folder, place: place.kind }),
    files: (place?.found ?? []).map(({ file, ...rest }) => ({ file: file.name, ...rest })),
    searched: placesFor(maker.spec, options).map(({ folder }) => folder),
    cache: cacheFolder(maker.spec, options),
  };
}

/** Fetches a data set into the cache, unless a place holds it already. Nothing is loaded. */
export async function downloadData(name: string, options: LoadOptions = {}): Promise<DataInfo> {
  const info = await dataInfo(name, options);
  const maker = makers[info.name];
  if (!("spec" in maker)) return info;
  await obtain(maker.spec, options);
  return dataInfo(name, options);
}

/** Reads and checks every file of a data set where it lies. Empty for a set that is drawn, or that is nowhere. */
export async function checkData(name: string, options: LoadOptions = {}): Promise<readonly CheckedFile[]> {
  const maker = makers[datasetName(name)];
  checkOptions("checkData", options, known);
  const place = "spec" in maker ? await locate(maker.spec, options) : undefined;
  return "spec" in maker && place !== undefined ? checkIdx(maker.spec, place) : [];
}
