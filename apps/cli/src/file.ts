import { readFileSync, statSync } from "node:fs";
import { CommandError } from "./failure.ts";

/** The bytes of a file that is one: a device or a pipe has no size that bounds what it gives, and a folder nothing to read. */
export function fileSize(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new CommandError(`${path}: there is no such file.`);
  if (!found.isFile()) throw new CommandError(`${path}: must be a file. Received ${found.isDirectory() ? "a folder" : "a device or a pipe; save what it gives into a file first"}.`);
  return found.size;
}

/** What tells of a training, larger than any that is: years of epochs. */
const mostRecord = 64 * 2 ** 20;

/**
 * What a JSON file of ours holds.
 *
 * @throws CommandError for a file that is none, with this way out.
 */
export function readRecordFile(path: string, wayOut: string): unknown {
  const bytes = readBytes(path, mostRecord);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new CommandError(`${path}: must be JSON. The file is damaged; ${wayOut}`);
  }
}

/** What Node reads at once. */
const mostAtOnce = 2 ** 31 - 1;

/** What is in a file, unless it is larger than anything of its kind is. */
export function readBytes(path: string, most: number = mostAtOnce): Uint8Array {
  const size = fileSize(path);
  if (size > most) throw new CommandError(`${path}: must have at most ${most} bytes. Received ${size}.`);
  return new Uint8Array(readFileSync(path));
}
