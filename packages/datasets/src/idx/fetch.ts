import { join } from "node:path";
import { download, type DownloadOptions, type Progress } from "@convscope/files";
import { cacheFolder, type Place, type PlaceOptions } from "./locate.ts";
import { contentBytes, filesOf, type IdxFile, type IdxSpec } from "./spec.ts";

/** How far the download of a data set is: `received` and `total` are of this file. */
export interface DataProgress extends Progress {
  readonly file: string;
  /** Files before this one, and in all. */
  readonly index: number;
  readonly files: number;
}

export interface FetchOptions extends PlaceOptions, Pick<DownloadOptions, "timeout" | "retries" | "pause" | "signal"> {
  /** Folders on the web to fetch from, instead of the set's own: each holds `<file name>.gz`. */
  readonly mirrors?: readonly string[];
  readonly onProgress?: (progress: DataProgress) => void;
}

/** Fetches what the cache does not hold yet, each file checked against the MD5 of its content. Gives the folder. */
export async function fetchIdx(spec: IdxSpec, options: FetchOptions, cached?: Place): Promise<string> {
  const folder = cacheFolder(spec, options);
  const { mirrors = spec.mirrors, onProgress, timeout, retries, pause, signal } = options;
  const files = filesOf(spec);
  for (const [index, { file, shape }] of files.entries()) {
    if (cached?.found.some((found) => found.file.name === file.name && found.path !== undefined) === true) continue;
    const bytes = contentBytes(shape);
    await download(addresses(mirrors, file), join(folder, `${file.name}.gz`), {
      expected: { content: { bytes, md5: file.md5 } },
      // What cannot be compressed grows a little.
      maxBytes: Math.ceil(bytes * 1.001) + 70_000,
      ...(timeout === undefined ? {} : { timeout }),
      ...(retries === undefined ? {} : { retries }),
      ...(pause === undefined ? {} : { pause }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress: (progress: Progress) => onProgress({ ...progress, file: file.name, index, files: files.length }) }),
    });
  }
  return folder;
}

function addresses(mirrors: readonly string[], file: IdxFile): readonly string[] {
  return mirrors.map((mirror) => `${mirror.replace(/\/*$/, "/")}${file.name}.gz`);
}
