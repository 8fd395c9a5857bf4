import { crc32c } from "./crc32c.ts";

/** A checksum as TensorFlow stores it: turned by 15 bits and shifted, for the checksum of bytes that hold their own checksum says little. */
const masked = (bytes: Uint8Array): number => {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
};

const [head, tail] = [12, 4];

/** One record of a TFRecord file: its length (8 bytes), the checksum of that (4), the content, and its checksum (4), little-endian. */
export function record(content: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head + content.length + tail);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(content.length), true);
  view.setUint32(8, masked(bytes.subarray(0, 8)), true);
  bytes.set(content, head);
  view.setUint32(head + content.length, masked(content), true);
  return bytes;
}

/** The first so many records of a file; nothing where it does not have as many whole ones. */
export function firstRecords(file: Uint8Array, count: number): Uint8Array | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (file.length < at + head + tail || view.getUint32(at + 8, true) !== masked(file.subarray(at, at + 8))) return undefined;
    const length = Number(view.getBigUint64(at, true));
    const end = at + head + length;
    if (file.length < end + tail || view.getUint32(end, true) !== masked(file.subarray(at + head, end))) return undefined;
    at = end + tail;
  }
  return file.slice(0, at);
}
