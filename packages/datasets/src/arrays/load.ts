import { readdir, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { checkOptions, readContent } from "@convscope/files";
import { DataError } from "../error.ts";
import { arraysOptionNames, mostBytes, readArrays, type ArraysDataset, type ArraysOptions } from "./arrays.ts";

/**
 * An image data set from an npz or safetensors file, or from a folder of npy files whose names are the arrays' (`x_train.npy`, …).
 * See `readArrays`.
 *
 * @throws DataError or FileError naming the file and what is wrong with it.
 */
export async function loadArrays(path: string, options: ArraysOptions = {}): Promise<ArraysDataset> {
  checkOptions("loadArrays", options, arraysOptionNames);
  const full = resolve(path);
  const { maxBytes = mostBytes } = options;
  const status = await stat(full).catch(() => undefined);
  if (status === undefined) throw new DataError(`${full}: there is no such file or folder. Name an npz or safetensors file, or a folder of npy files.`);
  const named = { ...options, name: options.name ?? basename(full).replace(/\.(npz|npy|safetensors)$/, "") };
  const read = (file: string, most: number): Promise<Uint8Array> => readContent(file, { maxBytes: most, wayOut: "Give a larger maxBytes if the file is what it should be." });
  const from = (data: ArraysDataset): ArraysDataset => ({ ...data, source: full });
  if (!status.isDirectory()) return from(readArrays(await read(full, maxBytes), named));
  const names = (await readdir(full)).filter((file) => file.endsWith(".npy")).sort();
  if (names.length === 0) throw new DataError(`${full}: the folder must hold npy files, such as x_train.npy and y_train.npy. It holds none. Name another, or an npz file.`);
  if (names.length > 100) throw new DataError(`${full}: the folder may hold at most 100 npy files. It holds ${names.length}. Name one that holds a data set's arrays alone.`);
  const contents: [string, Uint8Array][] = [];
  let left = maxBytes;
  for (const file of names) {
    const bytes = await read(join(full, file), left);
    left -= bytes.length;
    contents.push([file.slice(0, -".npy".length), bytes]);
  }
  return from(readArrays(Object.fromEntries(contents), named));
}
