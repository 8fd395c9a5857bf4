import { inflateSync } from "fflate";
import { Entries, exactly, quoted, refusal, type ArchiveOptions, type Wrong } from "./archive.ts";
import { crc32 } from "./crc32.ts";
import { densest } from "./gunzip.ts";

export interface ZipOptions extends ArchiveOptions {
  /** Take only entries that are stored as they are, so that reading in memory gives views and copies nothing. */
  readonly stored?: boolean;
}

/** A file in a zip archive, as its list of entries describes it. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes unpacked. */
  readonly size: number;
  readonly packed: number;
  readonly deflated: boolean;
  readonly crc: number;
  /** Where the entry's own header begins. */
  readonly at: number;
}

/** Bytes of the archive that are wanted next. */
export interface Span {
  readonly at: number;
  readonly length: number;
}

/** Work that asks for parts of an archive and is given their bytes: so one reader serves what is in memory and what is on disk. */
export type Reading<T> = Generator<Span, T, Uint8Array>;

// Signatures and sizes of PKWARE's APPNOTE 6.3.10, section 4.3; fields are little-endian.
const end = { signature: 0x06054b50, bytes: 22 };
const locator64 = { signature: 0x07064b50, bytes: 20 };
const end64 = { signature: 0x06064b50, bytes: 56 };
const listed = { signature: 0x02014b50, bytes: 46 };
const local = { signature: 0x04034b50, bytes: 30 };

/** In a field of 16 or 32 bits: the value stands in a 64-bit one. */
const full16 = 0xffff;
const full32 = 0xffffffff;

/** The bytes that an entry of the list has on average at most, its name and extras included: what the list may take in memory. */
const mostListed = 1000;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
/** Eight bytes as a number, which beyond 2⁵³ is no longer exact but still too large for anything. */
const u64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

interface Directory extends Span {
  readonly count: number;
}

/** Reads the list of entries of an archive of `size` bytes. Folders are checked and left out. */
export function* zipEntries(size: number, options: ZipOptions): Reading<readonly ZipEntry[]> {
  const wrong = refusal(options);
  const { count, at, length } = yield* directory(size, wrong);
  if (at + length > size) throw wrong(`the list of its entries must lie within its ${exactly(size)} bytes. Received bytes ${exactly(at)} to ${exactly(at + length)}.`);
  if (count > options.maxEntries) throw wrong(`it may have at most ${exactly(options.maxEntries)} entries. It has ${exactly(count)}.`);
  if (length > mostListed * (options.maxEntries + 1)) throw wrong(`the list of its entries may have at most ${exactly(mostListed * (options.maxEntries + 1))} bytes. It has ${exactly(length)}.`);
  const bytes = yield { at, length };
  const entries = new Entries(options, wrong);
  const files: ZipEntry[] = [];
  let from = 0;
  let together = 0;
  for (let i = 0; i < count; i++) {
    const { entry, folder, next } = readListed(bytes, from, options, wrong);
    from = next;
    const name = entries.add(entry.name, entry.size);
    // Entries that lie on each other would make a small file unpack to much.
    together += local.bytes + entry.packed;
    if (together > at) throw wrong(`its entries must lie one after another within ${exactly(at)} bytes. Received more up to ${quoted(name)}.`);
    if (!folder) files.push({ ...entry, name });
  }
  return files;
}

/** Where the list of entries is: the record that says so is at the very end, before a comment of at most 65,535 bytes. */
function* directory(size: number, wrong: Wrong): Reading<Directory> {
  const start = Math.max(0, size - end.bytes - full16 - locator64.bytes);
  const bytes = yield { at: start, length: size - start };
  const view = viewOf(bytes);
  for (let at = bytes.length - end.bytes; at >= 0; at--) {
    if (view.getUint32(at, true) !== end.signature || at + end.bytes + view.getUint16(at + 20, true) !== bytes.length) continue;
    const count = view.getUint16(at + 10, true);
    const length = view.getUint32(at + 12, true);
    const first = view.getUint32(at + 16, true);
    const before = at - locator64.bytes;
    const wide = count === full16 || length === full32 || first === full32;
    if (wide && before >= 0 && view.getUint32(before, true) === locator64.signature) return yield* directory64(u64(view, before + 8), size, wrong);
    if (view.getUint16(at + 4, true) !== 0 || view.getUint16(at + 6, true) !== 0) throw wrong("it must be in one part. Received one of several.");
    return { count, at: first, length };
  }
  throw wrong("must end in a zip file's list of entries. Received none: the end is missing.");
}

function* directory64(at: number, size: number, wrong: Wrong): Reading<Directory> {
  const view = at + end64.bytes <= size ? viewOf(yield { at, length: end64.bytes }) : undefined;
  if (view?.getUint32(0, true) !== end64.signature) throw wrong("the record of its 64-bit sizes is not where it should be.");
  return { count: u64(view, 32), length: u64(view, 40), at: u64(view, 48) };
}

interface Listed {
  readonly entry: ZipEntry;
  readonly folder: boolean;
  /** Where the next one begins. */
  readonly next: number;
}

function readListed(bytes: Uint8Array, from: number, { stored = false }: ZipOptions, wrong: Wrong): Listed {
  const view = viewOf(bytes);
  if (from + listed.bytes > bytes.length || view.getUint32(from, true) !== listed.signature) throw wrong(`the list of its entries is broken at its byte ${exactly(from)}.`);
  const lengths = [28, 30, 32].map((at) => view.getUint16(from + at, true));
  const [nameLength = 0, extraLength = 0] = lengths;
  const next = from + listed.bytes + lengths.reduce((a, b) => a + b, 0);
  if (next > bytes.length) throw wrong(`the list of its entries is broken at its byte ${exactly(from)}.`);
  const nameEnd = from + listed.bytes + nameLength;
  const name = text(bytes.subarray(from + listed.bytes, nameEnd), wrong);
  const flags = view.getUint16(from + 8, true);
  const method = view.getUint16(from + 10, true);
  if (flags & 1) throw wrong(`entry ${quoted(name)} must be readable without a password. Received a locked one.`);
  if (stored && method !== 0) throw wrong(`entry ${quoted(name)} must be stored as it is. Received a compressed one.`);
  if (method !== 0 && method !== 8) throw wrong(`entry ${quoted(name)} must be stored or deflated. Received compression method ${method}.`);
  const [size = 0, packed = 0, at = 0] = wide([24, 20, 42].map((field) => view.getUint32(from + field, true)), bytes.subarray(nameEnd, nameEnd + extraLength));
  if (method === 0 && size !== packed) throw wrong(`entry ${quoted(name)} must be as long unpacked as packed. Received ${exactly(size)} and ${exactly(packed)} bytes.`);
  if (method === 8 && size > packed * densest) throw wrong(`entry ${quoted(name)} cannot unpack from ${exactly(packed)} bytes to ${exactly(size)}.`);
  checkKind(name, view.getUint8(from + 5), view.getUint32(from + 38, true) >>> 16, wrong);
  return { entry: { name, size, packed, deflated: method === 8, crc: view.getUint32(from + 16, true), at }, folder: name.endsWith("/"), next };
}

/** Where the archive was made on Unix, the upper half of the outer attributes is the file's mode. */
function checkKind(name: string, system: number, mode: number, wrong: Wrong): void {
  const kind = mode & 0o170000;
  if (system !== 3 || kind === 0 || kind === 0o100000 || kind === 0o040000) return;
  throw wrong(`its entries must be files and folders. ${quoted(name)} is ${kind === 0o120000 ? "a link" : "something else"}.`);
}

/** Values that do not fit 32 bits stand in extra field 1, in this order (section 4.5.3). */
function wide(values: readonly number[], extra: Uint8Array): readonly number[] {
  const view = viewOf(extra);
  for (let at = 0; values.includes(full32) && at + 4 <= extra.length; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== 1) continue;
    let from = at + 4;
    return values.map((value) => {
      if (value !== full32 || from + 8 > extra.length) return value;
      from += 8;
      return u64(view, from - 8);
    });
  }
  return values;
}

/** The bytes of an entry, unpacked and compared with their CRC-32. A stored one is what was given, without a copy. */
export function* zipContent(size: number, { name, size: unpacked, packed, deflated, crc, at }: ZipEntry, options: ZipOptions): Reading<Uint8Array> {
  const wrong = refusal(options);
  const inside = (from: number, length: number): Span => {
    if (from + length > size) throw wrong(`entry ${quoted(name)} must lie within its ${exactly(size)} bytes. Received bytes ${exactly(from)} to ${exactly(from + length)}.`);
    return { at: from, length };
  };
  const header = viewOf(yield inside(at, local.bytes));
  if (header.getUint32(0, true) !== local.signature) throw wrong(`entry ${quoted(name)} is not at byte ${exactly(at)}, where it should be.`);
  const bytes = yield inside(at + local.bytes + header.getUint16(26, true) + header.getUint16(28, true), packed);
  const content = deflated ? inflated(bytes, unpacked, name, wrong) : bytes;
  if (crc32(content) !== crc) throw wrong(`entry ${quoted(name)} does not have the CRC-32 that the file states.`, "checksum");
  return content;
}

function inflated(bytes: Uint8Array, size: number, name: string, wrong: Wrong): Uint8Array {
  let content: Uint8Array;
  try {
    // What does not fit is dropped; the one spare byte tells that there is more than stated.
    content = inflateSync(bytes, { out: new Uint8Array(size + 1) });
  } catch (error) {
    throw wrong(`entry ${quoted(name)} is damaged (${error instanceof Error ? error.message : String(error)}).`);
  }
  if (content.length !== size) throw wrong(`entry ${quoted(name)} must unpack to ${exactly(size)} bytes. It unpacks to ${content.length > size ? "more" : exactly(content.length)}.`);
  return content;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function text(bytes: Uint8Array, wrong: Wrong): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw wrong("the names of its entries must be UTF-8.");
  }
}
