import { crc32, deflateRawSync } from "node:zlib";

/** An entry of an archive that a test makes up: a good one, or, with the options, one that no honest program writes. */
export interface MadeEntry {
  readonly name: string;
  readonly content?: Uint8Array;
  /** tar: the type flag, "0" for a file, "5" a folder, "2" a link; zip: the Unix mode. */
  readonly type?: string;
  readonly mode?: number;
  /** What is stated instead of the content's size. */
  readonly size?: number;
  /** What is stated instead of the checksum (zip: of the content's CRC-32). */
  readonly sum?: number;
  /** zip: 0 stored, 8 deflated. */
  readonly method?: number;
  readonly flags?: number;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** A tar archive in the ustar format, as POSIX describes it; `end` zero blocks close it. */
export function tarOf(entries: readonly MadeEntry[], end: number = 2): Uint8Array {
  return joined([...entries.flatMap(tarEntry), new Uint8Array(512 * end)]);
}

function tarEntry({ name, content = new Uint8Array(), type = "0", size = content.length, sum }: MadeEntry): Uint8Array[] {
  const header = new Uint8Array(512);
  const put = (text: string, at: number): void => header.set(utf8(text), at);
  header.set(utf8(name).subarray(0, 100));
  put("0000644\0", 100);
  put(`${size.toString(8).padStart(11, "0")}\0`, 124);
  put("        ", 148);
  put(type, 156);
  put("ustar\x0000", 257);
  const right = header.reduce((a, b) => a + b, 0);
  put(`${(sum ?? right).toString(8).padStart(6, "0")}\0 `, 148);
  return [header, content, new Uint8Array(-content.length & 511)];
}

/** A zip archive (PKWARE's APPNOTE). `count` is stated instead of the number of entries. */
export function zipOf(entries: readonly MadeEntry[], { count = entries.length }: { readonly count?: number } = {}): Uint8Array {
  const parts: Uint8Array[] = [];
  const list: Uint8Array[] = [];
  let at = 0;
  for (const { name, content = new Uint8Array(), mode = 0o100644, size = content.length, sum = crc32(content), method = 8, flags = 0 } of entries) {
    const packed = method === 8 ? deflateRawSync(content) : content;
    const shared = [...u16(20, flags, method, 0, 0), ...u32(sum, packed.length, size), ...u16(utf8(name).length, 0)];
    const local = joined([Uint8Array.from([...u32(0x04034b50), ...shared]), utf8(name), packed]);
    list.push(joined([Uint8Array.from([...u32(0x02014b50), ...u16(3 * 256 + 20), ...shared, ...u16(0, 0, 0), ...u32(mode * 65_536, at)]), utf8(name)]));
    parts.push(local);
    at += local.length;
  }
  const listed = joined(list);
  return joined([...parts, listed, Uint8Array.from([...u32(0x06054b50), ...u16(0, 0, count, count), ...u32(listed.length, at), ...u16(0)])]);
}

const u16 = (...all: number[]): number[] => all.flatMap((n) => [n & 255, (n >>> 8) & 255]);
const u32 = (...all: number[]): number[] => all.flatMap((n) => [...u16(n), ...u16(Math.floor(n / 65_536))]);
