import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { Transform, type TransformCallback } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { isGzip } from "./gunzip.ts";

/** What is known about some bytes. Every part that is given is checked. */
export interface Known {
  readonly bytes?: number;
  /** In hexadecimal. */
  readonly md5?: string;
  /** In hexadecimal, whole or only its first digits, at least eight: file names often end in those. */
  readonly sha256?: string;
}

/** What is known about a file: as it lies on the disk, and what it holds once gunzipped (the same if it is not gzip). */
export interface Expected {
  readonly file?: Known;
  readonly content?: Known;
}

/** What is wrong with a file, as the rest of a sentence, or nothing. Reads in pieces, so a bomb costs no memory. */
export async function mismatch(path: string, expected: Expected, signal?: AbortSignal): Promise<string | undefined> {
  const { file, content } = expected;
  const packed = await startsAsGzip(path);
  if (file !== undefined) {
    const wrong = await compare(path, false, file, "", signal);
    if (wrong !== undefined) return wrong;
  }
  return content === undefined ? undefined : compare(path, packed, content, packed ? "uncompressed " : "", signal);
}

async function startsAsGzip(path: string): Promise<boolean> {
  const handle = await open(path, "r");
  try {
    const start = new Uint8Array(2);
    await handle.read(start, 0, 2, 0);
    return isGzip(start);
  } finally {
    await handle.close();
  }
}

class TooMuch extends Error {}

async function compare(path: string, unpack: boolean, known: Known, what: string, signal?: AbortSignal): Promise<string | undefined> {
  const hashes = { md5: createHash("md5"), sha256: createHash("sha256") };
  const wanted = (["md5", "sha256"] as const).filter((name) => known[name] !== undefined);
  let bytes = 0;
  const count = new Transform({
    transform(chunk: Uint8Array, _encoding: BufferEncoding, done: TransformCallback): void {
      bytes += chunk.length;
      for (const name of wanted) hashes[name].update(chunk);
      done(bytes > (known.bytes ?? Infinity) ? new TooMuch() : null);
    },
  });
  try {
    const parts = unpack ? [createReadStream(path), createGunzip(), count] : [createReadStream(path), count];
    await pipeline(parts, signal === undefined ? {} : { signal });
  } catch (error) {
    if (error instanceof TooMuch) return `the ${what}content has more than the expected ${known.bytes} bytes`;
    if (unpack && error instanceof Error && "code" in error && String(error.code).startsWith("Z_")) {
      return `the gzip file is truncated or damaged (${error.message})`;
    }
    throw error;
  }
  if (known.bytes !== undefined && bytes !== known.bytes) return `the ${what}content has ${bytes} bytes, expected ${known.bytes}`;
  for (const name of wanted) {
    const found = hashes[name].digest("hex");
    if (!agrees(found, known[name] ?? "", name)) return `the ${name === "md5" ? "MD5" : "SHA-256"} of the ${what}content is ${found}, expected ${known[name]}`;
  }
  return undefined;
}

function agrees(found: string, known: string, name: "md5" | "sha256"): boolean {
  const wanted = known.toLowerCase();
  return found === wanted || (name === "sha256" && wanted.length >= 8 && found.startsWith(wanted));
}
