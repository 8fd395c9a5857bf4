/**
 * Eight tables `[8, 256]`: the remainder of a byte that 0 … 7 bytes follow. With them eight bytes are taken at once, which is several
 * times faster than one by one (Kounavis and Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation").
 */
const tables = new Int32Array(8 * 256);
for (let byte = 0; byte < 256; byte++) {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
  tables[byte] = remainder;
}
for (let i = 256; i < tables.length; i++) {
  const before = tables[i - 256] as number;
  tables[i] = (tables[before & 0xff] as number) ^ (before >>> 8);
}

/** The CRC-32 of gzip, zip and PNG (RFC 1952, section 8), as an unsigned number. */
export function crc32(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (table: number, byte: number): number => tables[table * 256 + (byte & 0xff)] as number;
  let crc = -1;
  let i = 0;
  for (; i + 8 <= bytes.length; i += 8) {
    const a = crc ^ view.getInt32(i, true);
    const b = view.getInt32(i + 4, true);
    crc = at(7, a) ^ at(6, a >>> 8) ^ at(5, a >>> 16) ^ at(4, a >>> 24) ^ at(3, b) ^ at(2, b >>> 8) ^ at(1, b >>> 16) ^ at(0, b >>> 24);
  }
  for (; i < bytes.length; i++) crc = at(0, crc ^ (bytes[i] as number)) ^ (crc >>> 8);
  return (crc ^ -1) >>> 0;
}
