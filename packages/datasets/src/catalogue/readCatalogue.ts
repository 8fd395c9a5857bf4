import { stat } from "node:fs/promises";
import { basename, dirname, relative, resolve, sep } from "node:path";
import { checkCount, checkOptions, checkSeed } from "../check.ts";
import { DataError } from "../error.ts";
import { splitLabels } from "../split.ts";
import type { Catalogue, Item, Part, Problem } from "./catalogue.ts";
import { checksumOf } from "./checksum.ts";
import { count } from "./count.ts";
import { detect, otherReader } from "./detect.ts";
import { labelled } from "./entry.ts";
import { checkHeaders } from "./headers.ts";
import { layouts } from "./layouts.ts";
import { list, type Listing } from "./listing.ts";
import { catalogueOptions, type CatalogueOptions, type Layout } from "./options.ts";
import { isForeignPicture } from "./picture.ts";

/**
 * Lists the pictures of a folder, or of a list beside them, with their labels, boxes and masks; nothing is decoded but masks. The layout is found out:
 * a folder per class, classes in names, CSV, COCO, Pascal VOC or masks, see the README.
 *
 * @param path a folder, or a CSV, TSV, TXT or COCO file
 * @throws DataError where there is no such folder, no layout fits, a list cannot be read, or nothing is left
 */
export async function readCatalogue(path: string, options: CatalogueOptions = {}): Promise<Catalogue> {
  const { layout = "auto", seed = 0, onBad = "skip", headers = false, maxFiles = 2_000_000 } = checked(options);
  const { folder, file } = await placeOf(path, options);
  const listing = await list(folder, maxFiles);
  const found = file === undefined ? await detect(listing, layout) : { layout: ofList(file, layout), lists: [listedAs(listing, file)] };
  const draft = await layouts[found.layout].read({ listing, lists: found.lists, options, maxFiles });
  const { classes, items, sizes, problems, notes } = labelled(options.classes === undefined ? draft : { ...draft, classes: options.classes });

  const all = [...items.train, ...items.validation, ...items.test, ...items[""]];
  const unreadable = headers ? await checkHeaders(folder, all.map((item) => item.file), sizes) : [];
  const wrong = [...listing.problems, ...problems, ...unreadable];
  if (onBad === "refuse" && wrong[0] !== undefined) {
    throw new DataError(`${path}: ${wrong[0].file}: ${wrong[0].problem}. ${wrong.length === 1 ? "Correct it" : `It is the first of ${wrong.length.toLocaleString("en-GB")} that are wrong. Correct them`}, or have such pictures passed over: onBad: "skip".`);
  }
  const broken = new Set(unreadable.map((problem) => problem.file));
  const parts = parted(items, (item) => !broken.has(item.file), options.split, seed);
  const told: readonly Problem[] = [...wrong, ...notes, ...foreign(listing)];
  if (parts.train.length + (parts.validation?.length ?? 0) + (parts.test?.length ?? 0) === 0) throw new DataError(nothingLeft(path, found.layout, told));
  const name = options.name ?? (basename(folder) || folder);
  return {
    name,
    title: `${name}: ${layouts[found.layout].title}${found.layout === "csv" || found.layout === "coco" ? ` (${found.lists.map((entry) => basename(entry)).join(", ")})` : ""}`,
    layout: found.layout,
    classes,
    folder,
    parts,
    problems: told,
    licence: "none stated",
    source: resolve(path),
    checksum: checksumOf(classes, parts, listing.files),
  };
}

function checked(options: CatalogueOptions): CatalogueOptions {
  const where = "readCatalogue";
  checkOptions(where, options, catalogueOptions);
  const { split = "none", classes, seed = 0, maxFiles = 1 } = options;
  const choices = { layout: ["auto", ...Object.keys(layouts)], onBad: ["skip", "refuse"], classOf: ["path", "first"] } as const;
  for (const [name, known] of Object.entries(choices)) {
    const value = options[name as keyof typeof choices];
    if (value !== undefined && !(known as readonly string[]).includes(value)) throw new RangeError(`${where}: ${name} must be one of ${known.join(", ")}. Received ${JSON.stringify(value)}.`);
  }
  const isSplit = split === "none" || (Array.isArray(split) && (split.length === 2 || split.length === 3) && split.every((fraction) => fraction > 0) && Math.abs(split.reduce((sum, fraction) => sum + fraction, 0) - 1) < 1e-6);
  if (!isSplit) throw new RangeError(`${where}: split must be "none", or two or three fractions that sum to 1: of training, validation and test, or of training and test. Received ${JSON.stringify(split)}.`);
  if (classes !== undefined && (classes.length === 0 || new Set(classes).size < classes.length)) throw new RangeError(`${where}: classes must be names, each one once. Received ${JSON.stringify(classes)}.`);
  checkSeed(where, seed);
  checkCount(where, "maxFiles", maxFiles);
  return options;
}

/** The folder to list, absolute, and the list in it, if one was named. */
async function placeOf(path: string, { pictures }: CatalogueOptions): Promise<{ readonly folder: string; readonly file?: string }> {
  const absolute = resolve(path);
  if (await isFolder(absolute, path)) return { folder: absolute };
  const beside = dirname(absolute);
  const folder = pictures !== undefined ? resolve(pictures) : /^(annotations?|labels|lists)$/i.test(basename(beside)) ? dirname(beside) : beside;
  if (!(await isFolder(folder, folder))) throw new DataError(`${folder}: is not a folder. Name the one that holds the pictures.`);
  return { folder, file: absolute };
}

async function isFolder(path: string, said: string): Promise<boolean> {
  const status = await stat(path).catch(() => undefined);
  if (status?.isDirectory() === true) return true;
  // A pipe or a device may never end.
  if (status?.isFile() !== true) {
    throw new DataError(`${said}: there is no such file or folder. Name a folder of pictures, or a list of them.`);
  }
  return false;
}

/** The layout of a list by its ending. */
function ofList(file: string, layout: Layout | "auto"): Layout {
  const found = /\.(csv|tsv|txt)$/i.test(file) ? "csv" : /\.json$/i.test(file) ? "coco" : undefined;
  if (found !== undefined && (layout === "auto" || layout === found)) return found;
  throw new DataError(`${file}: a list of pictures must be a CSV, TSV or TXT file (layout "csv") or a JSON file (layout "coco"). Received layout "${layout}".${otherReader(file)} Or name the folder that holds the pictures.`);
}

/** The path of a list from the listed folder; an absolute one where it lies elsewhere. */
function listedAs(listing: Listing, file: string): string {
  const path = relative(listing.folder, file).split(sep).join("/");
  return listing.files.has(path) ? path : file;
}

/** Items by part; those without one are parted by the split, for training where other parts are stated. */
function parted(items: Readonly<Record<Part | "", readonly Item[]>>, isGood: (item: Item) => boolean, split: CatalogueOptions["split"] = [0.7, 0.15, 0.15], seed: number): Catalogue["parts"] {
  const [train, validation, test] = [[...items.train, ...items[""]], items.validation, items.test].map((part) => part.filter(isGood)) as [Item[], Item[], Item[]];
  if (validation.length > 0 || test.length > 0 || split === "none") return withoutEmpty(train, validation, test);
  const parts = splitLabels(train.map(({ label }) => label), split, seed).map((places) => Array.from(places, (place) => train[place] as Item));
  const [first = [], second = [], third] = parts;
  return third === undefined ? withoutEmpty(first, [], second) : withoutEmpty(first, second, third);
}

const withoutEmpty = (train: readonly Item[], validation: readonly Item[], test: readonly Item[]): Catalogue["parts"] => ({
  train,
  ...(validation.length > 0 ? { validation } : {}),
  ...(test.length > 0 ? { test } : {}),
});

/** Pictures that nothing here decodes, told once for each ending. */
function foreign({ files }: Listing): Problem[] {
  const counts = new Map<string, number>();
  for (const file of files.keys()) {
    if (!isForeignPicture(file)) continue;
    const ending = file.slice(file.lastIndexOf(".")).toLowerCase();
    counts.set(ending, (counts.get(ending) ?? 0) + 1);
  }
  return [...counts].map(([ending, pictures]) => ({ file: `*${ending}`, problem: `${count(pictures, "picture")} of a format that sharp does not decode; save them as PNG or JPEG` }));
}

function nothingLeft(path: string, layout: Layout, told: readonly Problem[]): string {
  const first = told.slice(0, 3).map(({ file, problem }) => `${file}: ${problem}`).join("; ");
  const more = told.length > 3 ? `; and ${(told.length - 3).toLocaleString("en-GB")} more` : "";
  return `${path}: no picture with a class is left, read as layout "${layout}", which needs ${layouts[layout].needs}. ${first === "" ? "Nothing was passed over" : `Passed over: ${first}${more}`}.`;
}
