import type { Wrong } from "./thrift.ts";

/**
 * Whole numbers of `width` bits each, as parquet writes levels and places in a dictionary (parquet-format, Encodings.md, "RLE / Bit-Packing
 * Hybrid"): runs of one value, and groups of eight packed tightly, the lowest bits first. Never more than `count`, whatever the runs say.
 */
export function readHybrid(bytes: Uint8Array, width: number, count: number, wrong: Wrong): Uint32Array {
  if (width > 32) throw wrong(`a page's numbers may have at most 32 bits. They have ${width}.`);
  const values = new Uint32Array(count);
  let at = 0;
  let filled = 0;
  while (filled < count) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 28) throw wrong(`a page must hold ${count} values. It ends after ${filled}.`);
      header += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    const run = Math.floor(header / 2);
    const take = Math.min(count - filled, header % 2 === 1 ? run * 8 : run);
    const length = header % 2 === 1 ? Math.ceil((take * width) / 8) : Math.ceil(width / 8);
    if (at + length > bytes.length) throw wrong(`a page must hold ${count} values. It ends after ${filled}.`);
    if (header % 2 === 1) {
      for (let i = 0; i < take; i++) values[filled + i] = bitsAt(bytes, at * 8 + i * width, width);
      at += Math.max(length, Math.min(run * width, bytes.length - at));
    } else {
      values.fill(bitsAt(bytes, at * 8, width), filled, filled + take);
      at += length;
    }
    filled += take;
  }
  return values;
}

function bitsAt(bytes: Uint8Array, from: number, width: number): number {
  let value = 0;
  for (let got = 0; got < width; ) {
    const bit = from + got;
    const take = Math.min(8 - (bit % 8), width - got);
    value += (((bytes[Math.floor(bit / 8)] as number) >>> (bit % 8)) & (2 ** take - 1)) * 2 ** got;
    got += take;
  }
  return value;
}
