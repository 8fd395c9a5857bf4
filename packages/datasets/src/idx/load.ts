import { createHash } from "node:crypto";
import { formatBytes, readContent } from "@convscope/files";
import { checkCount } from "../check.ts";
import { first, type ImageDataset } from "../dataset.ts";
import { DataError } from "../error.ts";
import { assembleIdx, parseImages, parseLabels, type IdxContent } from "./assemble.ts";
import { fetchIdx, type FetchOptions } from "./fetch.ts";
import { locate, placesFor, type FoundFile, type Place } from "./locate.ts";
import { contentBytes, downloadBytes, fashionMnist, filesOf, mnist, type IdxFile, type IdxSpec } from "./spec.ts";

export interface IdxOptions extends FetchOptions {
  /** The first so many training images; all unless given. */
  readonly train?: number;
  /** The first so many test images; all unless given. */
  readonly test?: number;
  /** Fetch the set if no place holds it; true unless given. */
  readonly download?: boolean;
  /** Compare the MD5 of every file; true unless given. Sizes, headers and labels are checked in any case. */
  readonly verify?: boolean;
}

/**
 * Loads a data set of four IDX files, plain or gzip: from the first place that holds any of them (see `placesFor`), else from the web into
 * the cache. A file that is there and is wrong is an error that names it and says what to do.
 */
export async function loadIdx(spec: IdxSpec, options: IdxOptions = {}): Promise<ImageDataset> {
  const { train = spec.train.count, test = spec.test.count, verify = true } = options;
  checkCount(spec.name, "train", train);
  checkCount(spec.name, "test", test);
  const place = await obtain(spec, options);
  const contents = new Map<string, IdxContent>();
  for (const found of place.found) contents.set(found.file.name, await readFound(spec, place, found, verify));
  const data = assembleIdx(spec, (file) => contents.get(file.name) ?? refusePart(spec, place, file));
  return { ...data, train: first(data.train, train), test: first(data.test, test) };
}

/** The place that holds the whole set, after a download if need be. */
export async function obtain(spec: IdxSpec, options: IdxOptions): Promise<Place> {
  const { download = true } = options;
  const place = await locate(spec, options);
  if (place !== undefined && isWhole(place)) return place;
  if (place !== undefined && place.kind !== "cache") return refusePart(spec, place);
  if (!download) {
    const searched = placesFor(spec, options).map(({ folder }) => folder);
    throw new DataError(`${spec.name}: not found, and downloading is switched off. Looked into ${searched.join(", ")}. Put the four files into one of these, or allow the download of ${formatBytes(downloadBytes(spec))}.`);
  }
  const folder = await fetchIdx(spec, options, place);
  const fetched = await locate(spec, options);
  if (fetched === undefined || !isWhole(fetched)) throw new DataError(`${spec.name}: the files were downloaded into ${folder} and are gone. Something else empties that folder.`);
  return fetched;
}

export function isWhole(place: Place): boolean {
  return place.found.every(({ path }) => path !== undefined);
}

async function readFound(spec: IdxSpec, place: Place, found: FoundFile, verify: boolean): Promise<IdxContent> {
  const { file, path } = found;
  if (path === undefined) return refusePart(spec, place, file);
  const wayOut = wayOutOf(spec, place);
  const shape = filesOf(spec).find((entry) => entry.file.name === file.name)?.shape ?? [];
  const bytes = await readContent(path, { maxBytes: contentBytes(shape), wayOut });
  const content: IdxContent = { bytes, name: path, wayOut };
  for (const pair of [spec.train, spec.test]) {
    // What is wrong in the header says more than a checksum that differs.
    if (file === pair.images) parseImages(spec, pair, content);
    if (file === pair.labels) parseLabels(spec, pair, content);
  }
  if (verify) compare(file, content);
  return content;
}

function compare(file: IdxFile, { bytes, name, wayOut }: IdxContent): void {
  const md5 = createHash("md5").update(bytes).digest("hex");
  if (md5 === file.md5) return;
  const other = [mnist, fashionMnist].find((spec) => filesOf(spec).some((entry) => entry.file.md5 === md5));
  const what = other === undefined ? "" : `: it is a file of ${other.name}`;
  throw new DataError(`${name}: the MD5 of the uncompressed content must be ${file.md5}. It is ${md5}${what}. ${wayOut}`);
}

function refusePart(spec: IdxSpec, place: Place, file = place.found.find(({ path }) => path === undefined)?.file): never {
  const there = place.found.filter(({ path }) => path !== undefined).length;
  const name = file?.name ?? "one";
  throw new DataError(`${spec.name}: ${place.folder} holds ${there} of the set's ${place.found.length} files; ${name} (or ${name}.gz) is missing. Add it, or take the others away.`);
}

function wayOutOf(spec: IdxSpec, place: Place): string {
  return place.kind === "cache"
    ? "Delete the file, and it will be downloaded anew."
    : `Replace it by a good copy, or take ${spec.name}'s files out of ${place.folder} to have them looked for elsewhere.`;
}

/** One file, as `checkIdx` found it. */
export interface CheckedFile {
  readonly file: string;
  readonly path?: string;
  /** None: the file is as it must be. */
  readonly problem?: string;
}

/** Reads and checks every file of a set where it lies, and goes on after a wrong one. Nothing is downloaded. */
export async function checkIdx(spec: IdxSpec, place: Place): Promise<readonly CheckedFile[]> {
  const checked: CheckedFile[] = [];
  for (const found of place.found) {
    const problem = await readFound(spec, place, found, true).then(() => undefined, (error: unknown) => (error instanceof Error ? error.message : String(error)));
    checked.push({ file: found.file.name, ...(found.path === undefined ? {} : { path: found.path }), ...(problem === undefined ? {} : { problem }) });
  }
  return checked;
}
