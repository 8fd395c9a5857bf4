import { join } from "node:path";
import { download, type DownloadOptions, type Expected, type Progress } from "@convscope/files";
import { cacheFolder, type Place, type PlaceOptions } from "./locate.ts";
import type { Package, PublishedSet } from "./published.ts";

/** How far the download of a data set is: `received` and `total` are of this file. */
export interface DataProgress extends Progress {
  readonly file: string;
  /** Files before this one, and in all. */
  readonly index: number;
  readonly files: number;
}

export interface FetchOptions extends PlaceOptions, Pick<DownloadOptions, "timeout" | "retries" | "pause" | "signal"> {
  /** Folders on the web to fetch from, instead of the set's own: each holds the packed files under their usual names. */
  readonly mirrors?: readonly string[];
  readonly onProgress?: (progress: DataProgress) => void;
}

/** Fetches what the cache does not hold yet, each file checked against what is known of it. Gives the folder. */
export async function fetchPublished(set: PublishedSet, options: FetchOptions, cached?: Place): Promise<string> {
  const folder = cacheFolder(set, options);
  const { mirrors = set.mirrors, onProgress, timeout, retries, pause, signal } = options;
  for (const [index, one] of set.packages.entries()) {
    const there = cached?.found.filter((found) => found.package === one) ?? [];
    if (there.length > 0 && there.every(({ path }) => path !== undefined)) continue;
    const file = one.form === "gzip" ? (one.files[0]?.name ?? one.name) : one.name;
    await download(mirrors.map((mirror) => `${mirror.replace(/\/*$/, "/")}${one.name}`), join(folder, one.name), {
      ...expectedOf(one),
      ...(timeout === undefined ? {} : { timeout }),
      ...(retries === undefined ? {} : { retries }),
      ...(pause === undefined ? {} : { pause }),
      ...(signal === undefined ? {} : { signal }),
      ...(onProgress === undefined ? {} : { onProgress: (progress: Progress) => onProgress({ ...progress, file, index, files: set.packages.length }) }),
    });
  }
  return folder;
}

/** The content's checksum where it is known, whoever has packed it; else the one of the packed file as it is published. */
function expectedOf({ files, bytes, md5, sha256 }: Package): { readonly expected: Expected; readonly maxBytes: number } {
  const [only] = files;
  if (files.length === 1 && only?.md5 !== undefined) {
    // What cannot be compressed grows a little.
    return { expected: { content: { bytes: only.bytes, md5: only.md5 } }, maxBytes: Math.ceil(only.bytes * 1.001) + 70_000 };
  }
  return { expected: { file: { bytes, ...(md5 !== undefined && { md5 }), ...(sha256 !== undefined && { sha256 }) } }, maxBytes: bytes };
}
