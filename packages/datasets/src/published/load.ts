import { createHash } from "node:crypto";
import { formatBytes } from "@convscope/files";
import { checkCount } from "../check.ts";
import { first, type ImageDataset } from "../dataset.ts";
import { DataError } from "../error.ts";
import { contentsOf, type FileContent } from "./contents.ts";
import { fetchPublished, type FetchOptions } from "./fetch.ts";
import { known } from "./known.ts";
import { locate, placesFor, wantedOf, type Found, type Place } from "./locate.ts";
import { datasetOf, downloadBytes, filesOf, type Assembly, type PublishedSet } from "./published.ts";

export interface PublishedOptions extends FetchOptions {
  /** The first so many training images; all unless given. */
  readonly train?: number;
  /** The first so many test images; all unless given. */
  readonly test?: number;
  /** Fetch the set if no place holds it; true unless given. */
  readonly download?: boolean;
  /** Compare the MD5 of every file's content where it has been published; true unless given. Sizes, headers and labels are checked in any case. */
  readonly verify?: boolean;
}

/**
 * Loads a published data set: from the first place that holds any of its files (see `placesFor`), plain or packed, else from the web
 * into the cache. A file that is there and is wrong is an error that names it and says what to do.
 */
export async function loadPublished(set: PublishedSet, options: PublishedOptions = {}): Promise<ImageDataset> {
  const { train = set.train, test = set.test, verify = true, signal } = options;
  checkCount(set.name, "train", train);
  checkCount(set.name, "test", test);
  const place = await obtain(set, options);
  const assembly = set.assembly();
  const digests = new Map<string, string>();
  for (const found of place.found) {
    for await (const one of contentsOf(found, wayOutOf(set, place), signal)) {
      signal?.throwIfAborted();
      digests.set(one.file.name, take(assembly, one, verify));
    }
  }
  const data = datasetOf(set, assembly, filesOf(set).map(({ name }) => digests.get(name) ?? ""));
  return { ...data, train: first(data.train, train), test: first(data.test, test) };
}

/** The place that holds the whole set, after a download if need be. */
export async function obtain(set: PublishedSet, options: PublishedOptions): Promise<Place> {
  const { download = true } = options;
  const place = await locate(set, options);
  if (place !== undefined && isWhole(place)) return place;
  if (place !== undefined && place.kind !== "cache") throw refusePart(set, place);
  if (!download) {
    const searched = placesFor(set, options).map(({ folder }) => folder);
    throw new DataError(`${set.name}: not found, and downloading is switched off. Looked into ${searched.join(", ")}. Put ${wantedOf(set)} into one of these, or allow the download of ${formatBytes(downloadBytes(set))}.`);
  }
  const folder = await fetchPublished(set, options, place);
  const fetched = await locate(set, options);
  if (fetched === undefined || !isWhole(fetched)) throw new DataError(`${set.name}: the files were downloaded into ${folder} and are gone. Something else empties that folder.`);
  return fetched;
}

export function isWhole(place: Place): boolean {
  return place.found.every(({ path }) => path !== undefined);
}

/** Gives a file to the assembly. Returns the MD5 of its content. */
function take(assembly: Assembly, { file, content }: FileContent, verify: boolean): string {
  const md5 = createHash("md5").update(content.bytes).digest("hex");
  // What is wrong in the content says more than a checksum that differs.
  assembly.add(file, content);
  const other = known(md5);
  const { name = file.name, wayOut = "" } = content;
  if (verify && md5 !== (file.md5 ?? md5)) throw new DataError(`${name}: the MD5 of the uncompressed content must be ${file.md5}. It is ${md5}${other === undefined ? "" : `: it is a file of ${other}`}. ${wayOut}`);
  if (verify && file.md5 === undefined && other !== undefined) throw new DataError(`${name}: this is a file of ${other}. ${wayOut}`);
  return md5;
}

function refusePart(set: PublishedSet, { folder, found }: Place, missing: Found | undefined = found.find(({ path }) => path === undefined)): DataError {
  const there = found.filter(({ path }) => path !== undefined).length;
  const packed = missing === undefined ? "" : ` (or ${missing.package.name}${missing.package.form === "gzip" ? "" : " with all of them"})`;
  return new DataError(`${set.name}: ${folder} holds ${there} of the set's ${found.length} files; ${missing?.name}${packed} is missing. Add it, or take the others away.`);
}

function wayOutOf(set: PublishedSet, place: Place): string {
  return place.kind === "cache"
    ? "Delete the file, and it will be downloaded anew."
    : `Replace it by a good copy, or take ${set.name}'s files out of ${place.folder} to have them looked for elsewhere.`;
}

/** One file, as `checkPublished` found it. */
export interface CheckedFile {
  readonly file: string;
  readonly path?: string;
  /** None: the file is as it must be. */
  readonly problem?: string;
}

/** Reads and checks every file of a set where it lies, and goes on after a wrong one. Nothing is downloaded. */
export async function checkPublished(set: PublishedSet, place: Place, signal?: AbortSignal): Promise<readonly CheckedFile[]> {
  const checked: CheckedFile[] = [];
  for (const found of place.found) {
    const problem = found.path === undefined ? refusePart(set, place, found).message : await problemOf(set, place, found, signal);
    checked.push({ file: found.name, ...(found.path === undefined ? {} : { path: found.path }), ...(problem === undefined ? {} : { problem }) });
  }
  return checked;
}

async function problemOf(set: PublishedSet, place: Place, found: Found, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    for await (const one of contentsOf(found, wayOutOf(set, place), signal)) take(set.assembly(), one, true);
    return undefined;
  } catch (error) {
    signal?.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}
