import { open, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { checkOptions, readAt } from "@convscope/files";
import type { Catalogue } from "../catalogue/catalogue.ts";
import { list } from "../catalogue/listing.ts";
import { DataError } from "../error.ts";
import { parquetOptionNames, readParquet, type ByteSource, type ParquetOptions } from "./parquet.ts";

/**
 * A catalogue of the pictures in a parquet file, or in all parquet files of a folder, at any depth. See `readParquet`.
 *
 * @throws DataError naming the file and what is wrong with it.
 */
export async function loadParquet(path: string, options: ParquetOptions = {}): Promise<Catalogue> {
  checkOptions("loadParquet", options, parquetOptionNames);
  const full = resolve(path);
  const status = await stat(full).catch(() => undefined);
  if (status === undefined) throw new DataError(`${full}: there is no such file or folder. Name a parquet file, or a folder of them.`);
  const folder = status.isDirectory() ? full : dirname(full);
  const names = status.isDirectory() ? [...(await list(full, 100_000)).files.keys()].filter((file) => file.endsWith(".parquet")) : [basename(full)];
  if (names.length === 0) throw new DataError(`${full}: the folder must hold files that end in .parquet. It holds none. Name another.`);
  if (names.length > 1_000) throw new DataError(`${full}: the folder may hold at most 1000 parquet files. It holds ${names.length}. Name one that holds a single data set.`);
  const handles: FileHandle[] = [];
  try {
    const sources: [string, ByteSource][] = [];
    for (const name of names) {
      const handle = await open(join(folder, name), "r");
      handles.push(handle);
      const { size } = await handle.stat();
      sources.push([name, { length: size, read: (at, length) => readAt(handle, at, length, (what) => new DataError(`${name}: ${what} Something else changes the file.`)) }]);
    }
    const catalogue = await readParquet(Object.fromEntries(sources), { ...options, name: options.name ?? basename(full).replace(/\.parquet$/, "") });
    return { ...catalogue, folder, source: full };
  } finally {
    for (const handle of handles) await handle.close();
  }
}
