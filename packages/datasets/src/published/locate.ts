import { lstat, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { cacheDirectory } from "@convscope/files";
import { DataError } from "../error.ts";
import type { DataFile, Package, PublishedSet } from "./published.ts";

/** Where to look for a data set's files. */
export interface PlaceOptions {
  /** A folder that holds the files, or a folder of that name as the data set. */
  readonly dataDir?: string;
  /** The environment; `process.env` unless given. Read: CONVSCOPE_DATA, CONVSCOPE_CACHE, XDG_CACHE_HOME. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A folder that was looked into, and what it holds of the set. */
export interface Place {
  readonly kind: "data-dir" | "environment" | "cache" | "system";
  readonly folder: string;
  readonly found: readonly Found[];
}

/** A file of the set, plain or packed by itself, or an archive with several. */
export interface Found {
  readonly name: string;
  /** None: it is not there. */
  readonly path?: string;
  /** Bytes on the disk. */
  readonly bytes?: number;
  readonly package: Package;
  /** What is in it. */
  readonly files: readonly DataFile[];
  /** Whether it is an archive. */
  readonly archive: boolean;
}

const folderOf = ({ name, folder = name }: PublishedSet): string => folder;

/** Where downloads of a set go: `<cache>/datasets/<folder>`. */
export function cacheFolder(set: PublishedSet, options: PlaceOptions): string {
  return join(cacheDirectory(options.env === undefined ? {} : { env: options.env }), "datasets", folderOf(set));
}

/**
 * The folders in the order in which they are looked into: `<dataDir>/<name>`, `<dataDir>`, `$CONVSCOPE_DATA/<name>`, the cache, the
 * system's. A set that shares an archive with others is looked for in the archive's folder as well.
 */
export function placesFor(set: PublishedSet, options: PlaceOptions): readonly Omit<Place, "found">[] {
  const { dataDir, env = process.env } = options;
  const data = env["CONVSCOPE_DATA"];
  const names = [...new Set([set.name, folderOf(set)])];
  return [
    ...(dataDir === undefined ? [] : [...names, "."].map((name) => ({ kind: "data-dir" as const, folder: resolve(dataDir, name) }))),
    ...(data === undefined || data === "" ? [] : names.map((name) => ({ kind: "environment" as const, folder: resolve(data, name) }))),
    { kind: "cache", folder: cacheFolder(set, options) },
    ...set.systemFolders.map((folder) => ({ kind: "system" as const, folder })),
  ];
}

/** The first place that holds any of the files; none if no place does. It is the place then, right or wrong: an error there is never a reason to look on. */
export async function locate(set: PublishedSet, options: PlaceOptions): Promise<Place | undefined> {
  if (options.dataDir !== undefined && !(await isFolder(options.dataDir))) {
    throw new DataError(`${set.name}: the data folder ${resolve(options.dataDir)} does not exist, or is not a folder. Name one that holds ${folderOf(set)}/ or ${wantedOf(set)}.`);
  }
  const data = (options.env ?? process.env)["CONVSCOPE_DATA"];
  if (data !== undefined && data !== "" && !(await isFolder(data))) throw new DataError(`${set.name}: CONVSCOPE_DATA must name a folder that holds ${folderOf(set)}/ and others. Received ${data}, which does not exist, or is not a folder. Correct it, or unset it.`);
  for (const place of placesFor(set, options)) {
    const found = (await Promise.all(set.packages.map((one) => lookInto(place.folder, one)))).flat();
    if (found.some(({ path }) => path !== undefined)) return { ...place, found };
  }
  return undefined;
}

/** What a folder must hold, in words. */
export function wantedOf({ packages }: PublishedSet): string {
  const [first] = packages;
  return packages.length === 1 && first !== undefined ? `${first.name} or what is in it` : `its ${packages.length} files`;
}

/** The files of a package, each by itself; or the archive, where any of them is missing. */
async function lookInto(folder: string, one: Package): Promise<readonly Found[]> {
  const files = await Promise.all(
    one.files.map(async (file) => ({ name: file.name, package: one, files: [file], archive: false, ...(await firstOf(namesOf(file, one).map((name) => join(folder, name)))) })),
  );
  if (one.form === "gzip" || files.every(({ path }) => path !== undefined)) return files;
  const archive = await firstOf([join(folder, one.name)]);
  return archive === undefined ? files : [{ name: one.name, package: one, files: one.files, archive: true, ...archive }];
}

async function firstOf(paths: readonly string[]): Promise<{ path: string; bytes?: number } | undefined> {
  for (const path of paths) {
    // A link that leads nowhere counts as there: to say so is better than to look elsewhere.
    if ((await lstat(path).catch(() => undefined)) === undefined) continue;
    const status = await stat(path).catch(() => undefined);
    return { path, ...(status === undefined ? {} : { bytes: status.size }) };
  }
  return undefined;
}

/** Plain before packed, in the folder itself or in the one that unpacking an archive makes. */
function namesOf({ name, aliases = [] }: DataFile, { inside = "" }: Package): readonly string[] {
  const plain = [...new Set(["", inside])].flatMap((folder) => [name, ...aliases].map((one) => `${folder}${one}`));
  return [...plain, ...plain.map((one) => `${one}.gz`)];
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then((status) => status.isDirectory(), () => false);
}
