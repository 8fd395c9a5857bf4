import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { FileError } from "./error.ts";
import { densest, isGzip } from "./gunzip.ts";

export interface ContentOptions {
  /** The most bytes that the content may have, once uncompressed. */
  readonly maxBytes: number;
  /** What to do about a file that is refused: the last sentence of the message. "Get the file anew." unless given. */
  readonly wayOut?: string;
}

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
  return unpackContent(path, bytes, options);
}

/** As `readContent`, of bytes that are in memory already; `name` is for messages. */
export async function unpackContent(name: string, given: Uint8Array, { maxBytes, wayOut = "Get the file anew." }: ContentOptions): Promise<Uint8Array> {
  const bytes = isGzip(given) ? await unpackBounded(name, given, maxBytes, wayOut) : given;
  if (bytes.length > maxBytes) {
    throw new FileError(`${name}: the content may have at most ${exactly(maxBytes)}. It has ${exactly(bytes.length)}. ${wayOut}`);
  }
  // Node gives Buffers, some of whose methods are others than those of what they stand for.
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

async function unpackBounded(name: string, bytes: Uint8Array, maxBytes: number, wayOut: string): Promise<Uint8Array> {
  // A gzip file ends with its length, which may be a lie; what it cannot be by its size is not believed.
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(-4);
  const declared = a + b * 2 ** 8 + c * 2 ** 16 + d * 2 ** 24;
  let content = new Uint8Array(Math.min(declared, maxBytes, bytes.length * densest));
  let length = 0;
  try {
    const stream = createGunzip({ chunkSize: 1 << 18 });
    stream.end(bytes);
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      const needed = length + chunk.length;
      if (needed > maxBytes) throw new FileError(`${name}: the content may have at most ${exactly(maxBytes)}. The gzip file unpacks to more. ${wayOut}`);
      if (needed > content.length) content = grown(content, Math.min(maxBytes, 2 * needed));
      content.set(chunk, length);
      length = needed;
    }
  } catch (error) {
    if (error instanceof FileError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new FileError(`${name}: the gzip file is truncated or damaged (${said}). ${wayOut}`, { cause: error });
  }
  return content.subarray(0, length);
}

function grown(content: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(length);
  larger.set(content);
  return larger;
}

/** To the byte: two sizes that differ by little must not look the same. */
function exactly(bytes: number): string {
  return `${bytes.toLocaleString("en-GB")} bytes`;
}
