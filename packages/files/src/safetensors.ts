import { FormatError, type Arrays, type NdArray } from "./array.ts";
import { dtypeOf, dtypes, readNumbers } from "./dtype.ts";
import { headerLength, readHeader, wrongIn, type Entry } from "./safetensorsHeader.ts";

/** What a safetensors file holds. */
export interface Safetensors {
  readonly tensors: Arrays;
  /** Free text by name. */
  readonly metadata: { readonly [name: string]: string };
}

/**
 * Reads a safetensors file: eight bytes of header length, a JSON header, then the numbers. Bounds are checked before
 * anything is allocated; the arrays must cover the file without gaps or overlaps.
 *
 * @throws FormatError saying which tensor is wrong and how.
 */
export function readSafetensors(bytes: Uint8Array, file: string = "safetensors"): Safetensors {
  const wrong = wrongIn(file);
  if ((bytes as unknown) instanceof Promise) throw wrong("the bytes must be a Uint8Array. Received a promise: await it");
  const start = 8 + headerLength(bytes.subarray(0, 8), bytes.byteLength, wrong);
  const { entries, metadata } = readHeader(bytes.subarray(8, start), bytes.byteLength - start, wrong);
  return { tensors: Object.fromEntries(entries.map((entry) => [entry.name, tensorOf(entry, bytes.subarray(start + entry.begin, start + entry.end), wrong)])), metadata };
}

/** A tensor from its bytes. */
export function tensorOf({ name, dtype, shape }: Entry, bytes: Uint8Array, wrong: (what: string) => FormatError): NdArray {
  const type = dtypes[dtype];
  try {
    return { shape, data: type ? readNumbers(type, bytes) : new Uint8Array() };
  } catch (error) {
    throw wrong(`tensor "${name}" (${dtype}): ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Writes arrays as a safetensors file, in the order given, the numbers aligned to eight bytes. */
export function writeSafetensors(tensors: Arrays, metadata: { readonly [name: string]: string } = {}): Uint8Array<ArrayBuffer> {
  const described = new Map<string, unknown>(Object.keys(metadata).length > 0 ? [["__metadata__", metadata]] : []);
  let at = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    if (shape.reduce((a, b) => a * b, 1) !== data.length) throw new FormatError(`${name}: ${shape.join("×")} must hold as many numbers. Received ${data.length}.`);
    if (name === "__metadata__") throw new FormatError("__metadata__: must not be the name of a tensor; in the file it holds texts. Give it another name.");
    described.set(name, { dtype: dtypeOf(data), shape, data_offsets: [at, (at += data.byteLength)] });
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(described)));
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + padded + at);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded), true);
  bytes.fill(0x20, 8, 8 + padded).set(json, 8);
  let offset = 8 + padded;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  return bytes;
}
