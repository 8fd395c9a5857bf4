import type { NdArray } from "./array.ts";

type Data = NdArray["data"];

/** How a safetensors type is read: bytes for each number, and what they become. */
export interface DType {
  readonly bytes: number;
  read(view: DataView, count: number): Data;
}

const floats = (bytes: number, at: (view: DataView, offset: number) => number): DType => ({
  bytes,
  read: (view, count) => {
    const data = new Float32Array(count);
    for (let i = 0; i < count; i++) data[i] = at(view, i * bytes);
    return data;
  },
});
const integers = (bytes: number, at: (view: DataView, offset: number) => number): DType => ({
  bytes,
  read: (view, count) => {
    const data = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      const value = at(view, i * bytes);
      if (!Number.isSafeInteger(value) || value !== (value | 0)) throw new RangeError(`${value} does not fit 32 bits`);
      data[i] = value;
    }
    return data;
  },
});

/** The types of a safetensors file that can be read. All floats become float32, all whole numbers but bytes int32. */
export const dtypes: { readonly [name: string]: DType } = {
  F64: floats(8, (v, o) => v.getFloat64(o, true)),
  F32: floats(4, (v, o) => v.getFloat32(o, true)),
  F16: floats(2, (v, o) => half(v.getUint16(o, true))),
  BF16: floats(2, (v, o) => bfloat(v.getUint16(o, true))),
  I64: integers(8, (v, o) => Number(v.getBigInt64(o, true))),
  I32: integers(4, (v, o) => v.getInt32(o, true)),
  I16: integers(2, (v, o) => v.getInt16(o, true)),
  I8: integers(1, (v, o) => v.getInt8(o)),
  U8: { bytes: 1, read: (view, count) => Uint8Array.from(new Uint8Array(view.buffer, view.byteOffset, count)) },
  BOOL: { bytes: 1, read: (view, count) => Uint8Array.from(new Uint8Array(view.buffer, view.byteOffset, count)) },
};

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
