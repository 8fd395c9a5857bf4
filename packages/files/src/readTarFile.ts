import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { refusal, type ArchiveOptions } from "./archive.ts";
import { isGzip } from "./gunzip.ts";
import { readTar, type TarFile } from "./tar.ts";

export interface TarFileOptions extends ArchiveOptions {
  readonly signal?: AbortSignal;
}

/**
 * The files of a tar archive on the disk, one after another: plain, or packed with gzip (told by its first bytes), whose own checksum is
 * compared at the end. Neither the archive nor what it unpacks to lies in memory; see `readTar` for what is refused.
 *
 * @throws FileError, or what `wrong` makes; the system's error where the file cannot be opened.
 */
export async function* readTarFile(path: string, options: TarFileOptions): AsyncGenerator<TarFile, void, undefined> {
  const given = { name: path, ...options };
  const handle = await open(path, "r");
  try {
    if (!(await handle.stat()).isFile()) throw refusal(given)("this is not a file.");
    const start = new Uint8Array(2);
    await handle.read(start, 0, 2, 0);
    yield* readTar(pieces(path, isGzip(start), given), given);
  } finally {
    await handle.close();
  }
}

async function* pieces(path: string, packed: boolean, options: TarFileOptions): AsyncGenerator<Uint8Array, void, undefined> {
  const signal = options.signal === undefined ? {} : { signal: options.signal };
  const file = createReadStream(path, { ...signal, highWaterMark: 1 << 18 });
  // An error of the file becomes one of the pipe's end, where it is caught.
  const content: Readable = packed ? pipeline(file, createGunzip({ chunkSize: 1 << 18 }), () => undefined) : file;
  try {
    for await (const piece of content) yield piece as Uint8Array;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (error instanceof Error && "code" in error && String(error.code).startsWith("Z_")) throw refusal(options)(`the gzip file is truncated or damaged (${error.message}).`);
    throw error;
  } finally {
    content.destroy();
    file.destroy();
  }
}
