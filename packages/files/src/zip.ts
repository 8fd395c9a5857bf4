import { zipContent, zipEntries, type Reading, type ZipOptions } from "./zipEntries.ts";

/** The files in an archive: by name, what reads each. */
export type Zip = ReadonlyMap<string, () => Uint8Array>;

/** Whether bytes begin as a zip file with anything in it does. */
export function isZip(bytes: Uint8Array): boolean {
  return [0x50, 0x4b, 0x03, 0x04].every((byte, i) => bytes[i] === byte);
}

/**
 * Lists the files of a zip archive in memory (PKWARE's APPNOTE 6.3.10, with the 64-bit sizes of section 4.5.3): stored or deflated.
 * What is wrong with its list is said at once; an entry is unpacked and compared with its CRC-32 when it is asked for. Stored entries are
 * views of `bytes`. Refused: names that lead out of the archive or come twice, links, passwords, entries that lie on each other, and
 * whatever goes beyond the bounds, before its memory is taken.
 *
 * @throws FileError, or what `wrong` makes.
 */
export function readZip(bytes: Uint8Array, options: ZipOptions): Zip {
  const entries = given(bytes, zipEntries(bytes.length, options));
  return new Map(entries.map((entry) => [entry.name, () => given(bytes, zipContent(bytes.length, entry, options))]));
}

function given<T>(bytes: Uint8Array, reading: Reading<T>): T {
  let step = reading.next();
  while (!step.done) step = reading.next(bytes.subarray(step.value.at, step.value.at + step.value.length));
  return step.value;
}
