import type { NdArray } from "./array.ts";

type Data = NdArray["data"];

/** How numbers of a type lie in a file (little-endian), and what they become. */
export interface DType {
  /** Bytes for each number. */
  readonly bytes: number;
  /** Whether the array keeps the very bytes, least significant first. */
  readonly same?: boolean;
  array(count: number): Data;
  /** The number at an offset in bytes. Throws a RangeError for one that the array cannot hold. */
  at(view: DataView, offset: number): number;
}

type At = DType["at"];

const floats = (bytes: number, at: At): DType => ({ bytes, at, array: (count) => new Float32Array(count) });
const bytes: DType = { bytes: 1, same: true, at: (view, offset) => view.getUint8(offset), array: (count) => new Uint8Array(count) };
const integers = (size: number, at: At): DType => ({
  bytes: size,
  array: (count) => new Int32Array(count),
  at: (view, offset) => {
    const value = at(view, offset);
    if (value !== (value | 0)) throw new RangeError(`${value} does not fit 32 bits`);
    return value;
  },
});

/** The types that can be read, by safetensors' names. All floats become float32, all whole numbers but bytes int32. */
export const dtypes: { readonly [name: string]: DType } = {
  F64: floats(8, (v, o) => v.getFloat64(o, true)),
  F32: { ...floats(4, (v, o) => v.getFloat32(o, true)), same: true },
  F16: floats(2, (v, o) => half(v.getUint16(o, true))),
  BF16: floats(2, (v, o) => bfloat(v.getUint16(o, true))),
  I64: integers(8, (v, o) => Number(v.getBigInt64(o, true))),
  U64: integers(8, (v, o) => Number(v.getBigUint64(o, true))),
  I32: { ...integers(4, (v, o) => v.getInt32(o, true)), same: true },
  U32: integers(4, (v, o) => v.getUint32(o, true)),
  I16: integers(2, (v, o) => v.getInt16(o, true)),
  U16: integers(2, (v, o) => v.getUint16(o, true)),
  I8: integers(1, (v, o) => v.getInt8(o)),
  U8: bytes,
  BOOL: bytes,
};

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** As many numbers as bytes hold, one after another. */
export function readNumbers({ bytes, same, array, at }: DType, from: Uint8Array): Data {
  const data = array(from.byteLength / bytes);
  // Copying is many times faster, and hundreds of megabytes are usual.
  if (same && littleEndian) {
    new Uint8Array(data.buffer).set(from);
    return data;
  }
  const view = new DataView(from.buffer, from.byteOffset, from.byteLength);
  for (let i = 0; i < data.length; i++) data[i] = at(view, i * bytes);
  return data;
}

/** IEEE 754 binary16: 1 sign, 5 exponent and 10 fraction bits. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function bfloat(bits: number): number {
  word.setUint32(0, bits * 2 ** 16);
  return word.getFloat32(0);
}

/** The safetensors name of an array's type. */
export const dtypeOf = (data: Data): "F32" | "I32" | "U8" => (data instanceof Float32Array ? "F32" : data instanceof Int32Array ? "I32" : "U8");
