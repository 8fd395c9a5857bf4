import { open, type FileHandle } from "node:fs/promises";
import { FileError } from "./error.ts";
import { readAt } from "./readAt.ts";
import { zipContent, zipEntries, type Reading, type ZipOptions } from "./zipEntries.ts";

/** A zip archive on the disk, of which only the list has been read. */
export interface OpenZip {
  /** Its files, in the order of the list; `size` in bytes, unpacked. */
  readonly files: readonly { readonly name: string; readonly size: number }[];
  /** Reads one file. */
  read(name: string): Promise<Uint8Array>;
  /** Closes the archive. */
  close(): Promise<void>;
}

/**
 * Opens a zip archive of any size; see `readZip` for what is read and what is refused.
 *
 * @throws FileError, or what `wrong` makes; the system's error where the file cannot be opened.
 */
export async function openZip(path: string, given: ZipOptions): Promise<OpenZip> {
  const options = { name: path, ...given };
  const handle = await open(path, "r");
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw new FileError(`${path}: this is not a file. ${options.wayOut ?? "Get the file anew."}`);
    const entries = await fromFile(handle, path, zipEntries(status.size, options));
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    return {
      files: entries.map(({ name, size }) => ({ name, size })),
      async read(name) {
        const entry = byName.get(name);
        if (entry === undefined) throw new RangeError(`${path}: there is no entry "${name}". \`files\` lists all ${entries.length}.`);
        return fromFile(handle, path, zipContent(status.size, entry, options));
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function fromFile<T>(handle: FileHandle, path: string, reading: Reading<T>): Promise<T> {
  let step = reading.next();
  while (!step.done) step = reading.next(await readAt(handle, step.value.at, step.value.length, (what) => new FileError(`${path}: ${what} Something else changes the file.`)));
  return step.value;
}
