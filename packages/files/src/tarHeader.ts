import { quoted, type Wrong } from "./archive.ts";

export interface TarHeader {
  readonly name: string;
  /** Bytes that follow, without those that fill up the last block. */
  readonly size: number;
  readonly kind: "file" | "folder" | "link" | "long name" | "extended" | "global" | "other";
}

/** By the type flag; an old file has none. */
const kinds: { readonly [flag: string]: TarHeader["kind"] } = { "0": "file", "\0": "file", "5": "folder", "1": "link", "2": "link", K: "link", L: "long name", x: "extended", g: "global" };

/** Reads a header of 512 bytes; its checksum must be right. */
export function readHeader(bytes: Uint8Array, wrong: Wrong): TarHeader {
  const stated = number(bytes.subarray(148, 156), wrong);
  // The checksum's own eight bytes count as spaces.
  const sum = bytes.reduce((a, b) => a + b, 0) - bytes.subarray(148, 156).reduce((a, b) => a + b, 0) + 8 * 0x20;
  if (stated !== sum) throw wrong("a header's checksum is wrong: this is no tar archive, or it is damaged.");
  const size = number(bytes.subarray(124, 136), wrong);
  const prefix = textOf(bytes.subarray(257, 262), wrong) === "ustar" && bytes[263] === 0x30 ? textOf(bytes.subarray(345, 500), wrong) : "";
  const own = textOf(bytes.subarray(0, 100), wrong);
  const name = prefix === "" ? own : `${prefix}/${own}`;
  const kind = kinds[String.fromCharCode(bytes[156] ?? 0)] ?? "other";
  // Before ustar a folder was a file whose name ends in a slash.
  return { name, size, kind: kind === "file" && name.endsWith("/") ? "folder" : kind };
}

export const isZeros = (bytes: Uint8Array): boolean => bytes.every((byte) => byte === 0);

/** Octal digits, or, as GNU writes what does not fit, the bytes of the number after one of 128. */
function number(field: Uint8Array, wrong: Wrong): number {
  const value = field[0] === 0x80 ? field.subarray(1).reduce((a, b) => a * 256 + b, 0) : octal(String.fromCharCode(...field));
  if (!Number.isSafeInteger(value)) throw wrong("a header must hold octal numbers: this is no tar archive, or it is damaged.");
  return value;
}

function octal(text: string): number {
  const digits = /^ *([0-7]*)[ \0]*$/.exec(text)?.[1];
  return digits === undefined ? NaN : digits === "" ? 0 : parseInt(digits, 8);
}

/** What an extended header says of the next file: records of `<length> <key>=<value>`, each ended by a new line and counted whole. */
export function readPax(bytes: Uint8Array, wrong: Wrong): Pick<Partial<TarHeader>, "name" | "size"> {
  let said: Pick<Partial<TarHeader>, "name" | "size"> = {};
  for (let at = 0; at < bytes.length; ) {
    const start = /^(\d{1,6}) /.exec(String.fromCharCode(...bytes.subarray(at, at + 7)));
    const length = Number(start?.[1] ?? 0);
    const record = textOf(bytes.subarray(at + (start?.[0].length ?? 0), at + length), wrong);
    const [key, value] = [record.slice(0, record.indexOf("=")), record.slice(record.indexOf("=") + 1, -1)];
    if (start === null || at + length > bytes.length || !record.endsWith("\n") || !record.includes("=")) throw wrong("an extended header must hold records of a length, a key and a value.");
    if (key.startsWith("GNU.sparse")) throw wrong("its files must be whole. Received one with holes.");
    if (key === "path") said = { ...said, name: value };
    if (key === "size") said = { ...said, size: size(value, wrong) };
    at += length;
  }
  return said;
}

function size(value: string, wrong: Wrong): number {
  const found = /^\d{1,16}$/.test(value) ? Number(value) : NaN;
  if (!Number.isSafeInteger(found)) throw wrong(`a size must be a whole number. Received ${quoted(value)}.`);
  return found;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A text up to its first zero. */
export function textOf(bytes: Uint8Array, wrong: Wrong): string {
  const end = bytes.indexOf(0);
  try {
    return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
  } catch {
    throw wrong("the names of its entries must be UTF-8.");
  }
}
