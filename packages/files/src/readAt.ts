import type { FileHandle } from "node:fs/promises";

/** The system reads at most this many bytes at once. */
const mostAtOnce = 2 ** 30;

/** So many bytes of a file, from a place on. */
export async function readAt(handle: FileHandle, from: number, length: number, wrong: (what: string) => Error): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(mostAtOnce, length - done), from + done);
    // Somebody has shortened the file since its size was asked.
    if (bytesRead === 0) throw wrong(`must go on to byte ${from + length}. It ends at ${from + done}.`);
    done += bytesRead;
  }
  return bytes;
}
