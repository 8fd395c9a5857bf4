import { open } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip as nodeGunzip } from "node:zlib";
import { FileError } from "./error.ts";
import { isGzip } from "./gunzip.ts";

export interface ContentOptions {
  /** The most bytes that the content may have, once uncompressed. */
  readonly maxBytes: number;
  /** What to do about a file that is refused: the last sentence of the message. "Get the file anew." unless given. */
  readonly wayOut?: string;
}

const unpack = promisify(nodeGunzip);

/**
 * The content of a file, uncompressed if it is gzip (told by its first bytes, not by its name). A file that is too large, on disk or
 * unpacked, is refused before its memory is taken; a gzip file's own CRC-32 is checked.
 */
export async function readContent(path: string, options: ContentOptions): Promise<Uint8Array> {
  const { maxBytes, wayOut = "Get the file anew." } = options;
  const file = await open(path, "r");
  let bytes: Uint8Array;
  try {
    const status = await file.stat();
    if (!status.isFile()) throw new FileError(`${path}: this is not a file. ${wayOut}`);
    // What cannot be compressed grows a little by gzip: 5 bytes a block of at least 16 kB, and the header.
    if (status.size > maxBytes * 1.001 + 70_000) {
      throw new FileError(`${path}: the content may have at most ${exactly(maxBytes)}. The file has ${exactly(status.size)}. ${wayOut}`);
    }
    bytes = await file.readFile();
  } finally {
    await file.close();
  }
  if (isGzip(bytes)) bytes = await unpackBounded(path, bytes, maxBytes, wayOut);
  if (bytes.length > maxBytes) {
    throw new FileError(`${path}: the content may have at most ${exactly(maxBytes)}. It has ${exactly(bytes.length)}. ${wayOut}`);
  }
  return bytes;
}

async function unpackBounded(path: string, bytes: Uint8Array, maxBytes: number, wayOut: string): Promise<Uint8Array> {
  try {
    return await unpack(bytes, { maxOutputLength: Math.max(1, maxBytes) });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ERR_BUFFER_TOO_LARGE") {
      throw new FileError(`${path}: the content may have at most ${exactly(maxBytes)}. The gzip file unpacks to more. ${wayOut}`, { cause: error });
    }
    const said = error instanceof Error ? error.message : String(error);
    throw new FileError(`${path}: the gzip file is truncated or damaged (${said}). ${wayOut}`, { cause: error });
  }
}

/** To the byte: two sizes that differ by little must not look the same. */
function exactly(bytes: number): string {
  return `${bytes.toLocaleString("en-GB")} bytes`;
}
