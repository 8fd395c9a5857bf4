import { crc32 } from "@convscope/files/bytes";
import { Cursor } from "./cursor.ts";
import type { Wrong } from "./wrong.ts";

/** The files in an archive, by name. */
export type Zip = ReadonlyMap<string, () => Uint8Array>;

const endOfDirectory = 0x06054b50;
const locator64 = 0x07064b50;
const endOfDirectory64 = 0x06064b50;
const directoryEntry = 0x02014b50;
const localEntry = 0x04034b50;

/** In a field of 16 or 32 bits: the value stands in the 64-bit record. */
const full16 = 0xffff;
const full32 = 0xffffffff;

/** Whether bytes begin as a zip file does. */
export const isZip = (bytes: Uint8Array): boolean => bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) === localEntry;

/**
 * Lists a zip file whose entries are stored as they are, as PyTorch writes them (PKWARE's APPNOTE 6.3.10, with the 64-bit fields of
 * section 4.5.3). Nothing is copied; the bytes of an entry are compared with their CRC-32 when they are asked for.
 */
export function readZip(bytes: Uint8Array, wrong: Wrong): Zip {
  const { count, start, size } = directory(bytes, wrong);
  if (start + size > bytes.length) throw wrong.damaged(`the list of its entries must lie within its ${bytes.length} bytes. Received bytes ${start} to ${start + size}.`);
  const cursor = new Cursor(bytes.subarray(0, start + size), start, wrong);
  const files = new Map<string, () => Uint8Array>();
  let total = 0;
  for (let i = 0; i < count; i++) {
    const { name, ...entry } = readEntry(cursor, wrong);
    // Entries that lie on each other would make a small file take long.
    if ((total += entry.size) > start) throw wrong.damaged(`its entries must lie one after another within ${start} bytes. Received more up to "${name}".`);
    if (files.has(name)) throw wrong.damaged(`entries must have different names. Received "${name}" twice.`);
    files.set(name, () => content(bytes.subarray(0, start), name, entry, wrong));
  }
  return files;
}

/** Where the list of entries is: the record that says so is at the very end, before a comment of at most 65,535 bytes. */
function directory(bytes: Uint8Array, wrong: Wrong): { count: number; start: number; size: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - full16); at--) {
    if (view.getUint32(at, true) !== endOfDirectory || at + 22 + view.getUint16(at + 20, true) !== bytes.length) continue;
    const [count, size, start] = [view.getUint16(at + 10, true), view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    return (count === full16 || size === full32 || start === full32) && at >= 20 && view.getUint32(at - 20, true) === locator64 ? directory64(bytes, at - 20, wrong) : { count, size, start };
  }
  throw wrong.damaged("must end in a zip file's list of entries. Received none: the end is missing.");
}

function directory64(bytes: Uint8Array, locator: number, wrong: Wrong): { count: number; start: number; size: number } {
  const cursor = new Cursor(bytes, locator + 8, wrong);
  cursor.at = cursor.u64();
  if (cursor.u32() !== endOfDirectory64) throw wrong.damaged("the record of its 64-bit sizes is not where it should be.");
  cursor.step(28);
  return { count: cursor.u64(), size: cursor.u64(), start: cursor.u64() };
}

interface Entry {
  readonly crc: number;
  readonly size: number;
  /** Where the entry's own header begins. */
  readonly at: number;
}

function readEntry(cursor: Cursor, wrong: Wrong): Entry & { readonly name: string } {
  if (cursor.u32() !== directoryEntry) throw wrong.damaged(`the list of its entries is broken at byte ${cursor.at - 4}.`);
  cursor.step(4);
  const [flags, method] = [cursor.u16(), cursor.u16()];
  cursor.step(4);
  const [crc, packed, unpacked, nameLength, extraLength, commentLength] = [cursor.u32(), cursor.u32(), cursor.u32(), cursor.u16(), cursor.u16(), cursor.u16()];
  cursor.step(8);
  const local = cursor.u32();
  const name = cursor.text(nameLength);
  const extra = new Cursor(cursor.take(extraLength), 0, wrong);
  cursor.step(commentLength);
  if (flags & 1 || method !== 0) throw wrong.damaged(`entry "${name}" must be stored as it is. Received a ${flags & 1 ? "locked" : "compressed"} one.`);
  const [size, packedSize, at] = wide([unpacked, packed, local], extra);
  if (size !== packedSize) throw wrong.damaged(`entry "${name}" must be as long unpacked as packed. Received ${size} and ${packedSize} bytes.`);
  return { name, crc, size: size ?? 0, at: at ?? 0 };
}

/** Values that do not fit 32 bits stand in an extra field, in this order. */
function wide(values: readonly number[], extra: Cursor): number[] {
  if (!values.includes(full32)) return [...values];
  while (extra.at < extra.bytes.length) {
    const [id, length] = [extra.u16(), extra.u16()];
    if (id === 1) return values.map((value) => (value === full32 ? extra.u64() : value));
    extra.step(length);
  }
  return [...values];
}

function content(bytes: Uint8Array, name: string, { at, size, crc }: Entry, wrong: Wrong): Uint8Array {
  const cursor = new Cursor(bytes, 0, wrong);
  cursor.step(at);
  if (cursor.u32() !== localEntry) throw wrong.damaged(`entry "${name}" is not at byte ${at}, where it should be.`);
  cursor.step(22);
  const lengths = cursor.u16() + cursor.u16();
  cursor.step(lengths);
  const found = cursor.take(size);
  if (crc32(found) !== crc) throw wrong.damaged(`entry "${name}" does not have the CRC-32 that the file states; PyTorch writes others after set_crc32_options(False).`);
  return found;
}
