import { lstat, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { cacheDirectory } from "@convscope/files";
import { DataError } from "../error.ts";
import { filesOf, type IdxFile, type IdxSpec } from "./spec.ts";

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
  readonly found: readonly FoundFile[];
}

export interface FoundFile {
  readonly file: IdxFile;
  /** None: it is not there. */
  readonly path?: string;
  /** Bytes on the disk. */
  readonly bytes?: number;
}

/** Where downloads of a set go: `<cache>/datasets/<name>`. */
export function cacheFolder(spec: IdxSpec, options: PlaceOptions): string {
  return join(cacheDirectory(options.env === undefined ? {} : { env: options.env }), "datasets", spec.name);
}

/** The folders in the order in which they are looked into: `<dataDir>/<name>`, `<dataDir>`, `$CONVSCOPE_DATA/<name>`, the cache, the system's. */
export function placesFor(spec: IdxSpec, options: PlaceOptions): readonly Omit<Place, "found">[] {
  const { dataDir, env = process.env } = options;
  const data = env["CONVSCOPE_DATA"];
  return [
    ...(dataDir === undefined ? [] : [join(dataDir, spec.name), dataDir].map((folder) => ({ kind: "data-dir" as const, folder: resolve(folder) }))),
    ...(data === undefined || data === "" ? [] : [{ kind: "environment" as const, folder: resolve(data, spec.name) }]),
    { kind: "cache", folder: cacheFolder(spec, options) },
    ...spec.systemFolders.map((folder) => ({ kind: "system" as const, folder })),
  ];
}

/** The first place that holds any of the files; none if no place does. It is the place then, right or wrong: an error there is never a reason to look on. */
export async function locate(spec: IdxSpec, options: PlaceOptions): Promise<Place | undefined> {
  if (options.dataDir !== undefined && !(await isFolder(options.dataDir))) {
    throw new DataError(`${spec.name}: the data folder ${resolve(options.dataDir)} does not exist, or is not a folder. Name one that holds ${spec.name}/ or its four files.`);
  }
  const data = (options.env ?? process.env)["CONVSCOPE_DATA"];
  if (data !== undefined && data !== "" && !(await isFolder(data))) throw new DataError(`${spec.name}: CONVSCOPE_DATA must name a folder that holds ${spec.name}/ and others. Received ${data}, which does not exist, or is not a folder. Correct it, or unset it.`);
  for (const place of placesFor(spec, options)) {
    const found = await lookInto(place.folder, spec);
    if (found.some(({ path }) => path !== undefined)) return { ...place, found };
  }
  return undefined;
}

async function lookInto(folder: string, spec: IdxSpec): Promise<FoundFile[]> {
  return Promise.all(
    filesOf(spec).map(async ({ file }) => {
      for (const name of namesOf(file)) {
        const path = join(folder, name);
        // A link that leads nowhere counts as there: to say so is better than to look elsewhere.
        if ((await lstat(path).catch(() => undefined)) === undefined) continue;
        const status = await stat(path).catch(() => undefined);
        return { file, path, ...(status === undefined ? {} : { bytes: status.size }) };
      }
      return { file };
    }),
  );
}

/** Plain before packed; some programs unpack `train-images-idx3-ubyte` as `train-images.idx3-ubyte`. */
function namesOf({ name }: IdxFile): readonly string[] {
  const dotted = name.replace(/-(idx\d-ubyte)$/, ".$1");
  return [name, dotted, `${name}.gz`, `${dotted}.gz`];
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then((status) => status.isDirectory(), () => false);
}
