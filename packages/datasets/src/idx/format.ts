import { DataError } from "../error.ts";

/** An IDX file's content: a view into the bytes that were parsed, row-major. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

export interface ParseIdxOptions {
  /** The file's name, for messages. */
  readonly name?: string;
  /** What the array must look like; any number of dimensions and any sizes unless given. */
  readonly shape?: readonly number[];
  /** What to do about a file that is refused: the last sentence of the message. */
  readonly wayOut?: string;
}

/** The code of unsigned bytes, the third byte of the file. */
const UNSIGNED_BYTES = 0x08;
const otherTypes: Readonly<Record<number, string>> = { 0x09: "signed bytes", 0x0b: "16-bit integers", 0x0c: "32-bit integers", 0x0d: "floats", 0x0e: "doubles" };

/**
 * Parses an IDX file of unsigned bytes, the format of MNIST (described on yann.lecun.com/exdb/mnist): two zero bytes, the type's code, the
 * number of dimensions, each dimension as a big-endian 32-bit number, then the values. Nothing is copied, so no size that the file declares is ever allocated.
 */
export function parseIdx(bytes: Uint8Array, options: ParseIdxOptions = {}): IdxArray {
  const { name = "IDX data", shape: expected, wayOut = "Get the file anew." } = options;
  const refuse = (rule: string): never => {
    throw new DataError(`${name}: ${rule}. ${wayOut}`);
  };
  const start = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  if (bytes.length < 4) refuse(`the file is truncated: it has ${bytes.length} bytes, and the header alone has at least 4`);
  if (bytes[0] !== 0 || bytes[1] !== 0) refuse(`this is no IDX file: the first two bytes must be 00 00. They begin ${start}${hint(bytes)}`);
  const type = bytes[2] as number;
  if (type !== UNSIGNED_BYTES) refuse(`the values must be unsigned bytes (type 08). The magic number is ${start}: ${otherTypes[type] ?? "an unknown type"}`);
  const rank = bytes[3] as number;
  if (expected !== undefined && rank !== expected.length) {
    refuse(`the magic number must be 00 00 08 0${expected.length}, for ${expected.length} dimension${expected.length === 1 ? "" : "s"}. It is ${start}${swapped(rank, expected)}`);
  }
  const header = 4 + 4 * rank;
  if (bytes.length < header) refuse(`the file is truncated: it has ${bytes.length} bytes, and the header alone has ${header}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  if (expected !== undefined && shape.some((size, i) => size !== expected[i])) {
    refuse(`the sizes must be ${expected.join("×")}. The header says ${shape.join("×")}`);
  }
  const wanted = header + shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== wanted) {
    refuse(`the file is ${bytes.length < wanted ? "truncated" : "too long"}: ${shape.join("×")} values and the header make ${wanted} bytes. It has ${bytes.length}`);
  }
  return { shape, data: bytes.subarray(header) };
}

/** What a file that is no IDX file may be. */
function hint(bytes: Uint8Array): string {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return ", as gzip does: unpack it first";
  if (bytes[0] === 0x3c) return ", as a web page does";
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return ", as a zip archive does";
  return "";
}

/** Images where labels should be, or the other way round. */
function swapped(rank: number, expected: readonly number[]): string {
  if (rank === 1 && expected.length === 3) return ": these are labels, not images";
  if (rank === 3 && expected.length === 1) return ": these are images, not labels";
  return "";
}

/** The bytes of an IDX file that holds these values, row-major. */
export function formatIdx(shape: readonly number[], data: Uint8Array): Uint8Array {
  const values = shape.reduce((product, size) => product * size, 1);
  if (values !== data.length) throw new RangeError(`formatIdx: ${shape.join("×")} needs ${values} values. Received ${data.length}.`);
  const header = 4 + 4 * shape.length;
  const bytes = new Uint8Array(header + data.length);
  bytes.set([0, 0, UNSIGNED_BYTES, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [i, size] of shape.entries()) view.setUint32(4 + 4 * i, size);
  bytes.set(data, header);
  return bytes;
}
