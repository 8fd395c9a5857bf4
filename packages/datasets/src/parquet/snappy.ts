import type { Wrong } from "./thrift.ts";

/** Three bytes copy at most 64. */
const densest = 64 / 3;

/**
 * Unpacks a block of Snappy (google/snappy, format_description.txt): the length unpacked, then pieces, each of which is bytes as they are or a copy
 * of bytes that came before. The length must be what the page declares, and one that the bytes can make, before its memory is taken.
 */
export function unpackSnappy(packed: Uint8Array, size: number, wrong: Wrong): Uint8Array {
  const damaged = (): Error => wrong("a page packed with Snappy is damaged.");
  if (size > packed.length * densest) throw wrong(`${packed.length} bytes packed with Snappy cannot unpack to ${size}.`);
  let at = 0;
  let declared = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = packed[at++];
    if (byte === undefined || shift > 28) throw damaged();
    declared += (byte & 127) * 2 ** shift;
    if (byte < 128) break;
  }
  if (declared !== size) throw wrong(`a page must unpack to ${size} bytes. Its content says ${declared}.`);
  const unpacked = new Uint8Array(size);
  let to = 0;
  while (at < packed.length) {
    const tag = packed[at++] as number;
    const kind = tag & 3;
    const code = tag >>> 2;
    if (kind === 0) {
      const more = code < 60 ? 0 : code - 59;
      const length = (more === 0 ? code : littleEndian(packed, at, more)) + 1;
      at += more;
      if (at + length > packed.length || to + length > size) throw damaged();
      unpacked.set(packed.subarray(at, at + length), to);
      at += length;
      to += length;
      continue;
    }
    const length = kind === 1 ? 4 + (code & 7) : code + 1;
    const far = kind === 1 ? (tag >>> 5) * 256 + (packed[at] ?? 0) : littleEndian(packed, at, kind === 2 ? 2 : 4);
    at += kind === 1 ? 1 : kind === 2 ? 2 : 4;
    if (at > packed.length || far === 0 || far > to || to + length > size) throw damaged();
    // Byte by byte: a copy may reach into what it writes, which repeats it.
    for (let i = 0; i < length; i++, to++) unpacked[to] = unpacked[to - far] as number;
  }
  if (to !== size) throw damaged();
  return unpacked;
}

function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value += (bytes[at + i] ?? 0) * 256 ** i;
  return value;
}
