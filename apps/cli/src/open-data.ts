import { existsSync, statSync, readdirSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import { didYouMean } from "@convscope/core";
import { datasets, first, loadArrays, loadParquet, readCatalogue, splitLabels, type Catalogue, type ImageDataset } from "@convscope/datasets";
import { load } from "./data.ts";
import { CommandError } from "./failure.ts";
import { checkLabels } from "./labels.ts";
import type { Config } from "./settings.ts";
import { grouped } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** A data set in memory, or a list of pictures in files. */
export type AnyData = ImageDataset | Catalogue;

/** Whether a data set is one that is known by name; anything else is a path. */
export const isDataName = (reference: string): boolean => Object.hasOwn(datasets, reference);

/** What a person may give for data: a name, or a path that is there. */
export function dataReference(reference: string, cwd: string): string {
  if (isDataName(reference)) return reference;
  const path = resolve(cwd, reference);
  if (existsSync(path)) return path;
  if (isAbsolute(reference)) throw new CommandError(`there is no folder or file ${reference}. If the data were moved, say where they are: --data.`);
  const names = Object.keys(datasets);
  throw new CommandError(`there is no data set, folder or file "${reference}".${didYouMean(reference, names)} By name: ${names.join(", ")}. By path: a folder of pictures, a list of them, or a file of arrays.`);
}

export interface OpenDataOptions extends Pick<Config, "data" | "dataDir" | "labels" | "samples" | "seed"> {
  /** What to do with pictures that no part claims: part them by the seed, or leave all in one. */
  readonly split?: "none";
  /** The class names that a trained network has. */
  readonly classNames?: readonly string[] | undefined;
}

/** Opens a data set by name or path: arrays are loaded, pictures in files only listed. */
export async function openData(terminal: Terminal, options: OpenDataOptions): Promise<AnyData> {
  const reference = dataReference(options.data, terminal.cwd);
  if (isDataName(reference)) return load(terminal, options);
  const { seed, labels, classNames } = options;
  checkLabels(options.data, labels);
  if (holds(reference, /\.parquet$/i)) return told(terminal, withTest(await loadParquet(reference, classNames === undefined ? {} : { classes: classNames }), options));
  if (holds(reference, /\.(npz|npy|safetensors)$/i)) return someOf(await loadArrays(reference, { seed, ...(classNames && { classes: classNames }) }), options);
  return told(terminal, withTest(await readCatalogue(reference, { split: "none", ...(classNames && { classes: classNames }) }), options));
}

/** Data to measure on, for whom `checksum` says what was learned from. Of pictures that were not, all are for testing, unless they say themselves which are. */
export async function testedData(terminal: Terminal, { classes, checksum }: { readonly classes?: readonly string[] | undefined; readonly checksum?: string | undefined }, options: Omit<OpenDataOptions, "split" | "classNames">): Promise<AnyData> {
  const data = await openData(terminal, { ...options, classNames: classes });
  if (!("parts" in data) || data.checksum === checksum) return data;
  const unparted = await openData(terminal, { ...options, classNames: classes, split: "none" });
  if (!("parts" in unparted)) return unparted;
  const { parts } = unparted;
  return { ...unparted, parts: { ...parts, test: parts.test ?? [...parts.train, ...(parts.validation ?? [])] } };
}

/** Data that have a part for validation and none for tests, as ImageNet is handed out, are tested on that one; of those that have neither, each class gives 15 %. What is held out of the rest is for the training to say. */
function withTest(catalogue: Catalogue, { seed, split }: OpenDataOptions): Catalogue {
  const { train, validation, test } = catalogue.parts;
  if (test) return catalogue;
  if (validation) return { ...catalogue, parts: { train, test: validation } };
  if (split === "none") return catalogue;
  const [kept, tested] = splitLabels(train.map(({ label }) => label), [0.85, 0.15], seed).map((places) => Array.from(places).flatMap((place) => train[place] ?? []));
  return { ...catalogue, parts: { train: kept ?? [], ...(tested?.length && { test: tested }) } };
}

/** The first so many images: arrays are mixed already, as whoever made them should know. */
const someOf = (data: ImageDataset, { samples }: OpenDataOptions): ImageDataset => ({ ...data, train: first(data.train, samples.train ?? Infinity), test: first(data.test, samples.test ?? Infinity) });

/** Whether a path is such a file, or a folder that has one, itself or in `data/`, where Hugging Face puts them. */
function holds(path: string, ending: RegExp): boolean {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return ending.test(path);
  const has = readdirSync(path, { withFileTypes: true }).some((entry) => entry.isFile() && !entry.name.startsWith(".") && ending.test(entry.name));
  return has || (basename(path) !== "data" && existsSync(join(path, "data")) && holds(join(path, "data"), ending));
}

/** Says what was passed over: a picture that is missing from a training should be known to be. */
function told(terminal: Terminal, catalogue: Catalogue): Catalogue {
  const { problems } = catalogue;
  const [first] = problems;
  if (first) terminal.err(`note: passed over: ${first.file === "" ? "" : `${first.file}: `}${first.problem}${problems.length === 1 ? "" : `; and ${grouped(problems.length - 1)} more`}\n`);
  return catalogue;
}
