import { FormatError } from "@convscope/files/bytes";
import { isRecord, shown, type JsonRecord } from "../keras/fields.ts";
import type { NamedArray } from "../keras/store.ts";

/** How the numbers of each type become floats: bytes for each, and how they are read. */
const types: { readonly [dtype: string]: { readonly bytes: number; readonly read: (view: DataView, at: number) => number } } = {
  float32: { bytes: 4, read: (view, at) => view.getFloat32(at, true) },
  int32: { bytes: 4, read: (view, at) => view.getInt32(at, true) },
  uint8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  uint16: { bytes: 2, read: (view, at) => view.getUint16(at, true) },
  bool: { bytes: 1, read: (view, at) => view.getUint8(at) },
};

/** A group of arrays that follow one another in the files at `paths`. */
export interface Group {
  readonly paths: readonly string[];
  readonly arrays: readonly Entry[];
}

interface Entry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** Value = stored · scale + min. */
  readonly scale: number;
  readonly min: number;
}

/** The weightsManifest of a model.json, checked. */
export function parseManifest(value: unknown, file: string): readonly Group[] {
  if (!Array.isArray(value)) throw new FormatError(`${file}: weightsManifest must be a list. Received ${shown(value)}.`);
  const used = new Set<string>();
  return value.map((group: unknown) => {
    const { paths, weights } = isRecord(group) ? group : {};
    if (!Array.isArray(paths) || !paths.every((path) => typeof path === "string") || !Array.isArray(weights)) throw new FormatError(`${file}: a group of weightsManifest must have paths and weights. Received ${shown(group)}.`);
    // A path that leaves the folder would read what the person did not mean to give.
    const astray = paths.find((path) => path === "" || path.includes("..") || path.includes("\0") || /^([a-z]+:|[/\\])/i.test(path));
    if (astray !== undefined) throw new FormatError(`${file}: files of weights must lie beside it. Received ${shown(astray)}.`);
    // Each file is read whole, so that one named a thousand times would fill the memory.
    const twice = paths.find((path) => used.size === used.add(path).size);
    if (twice !== undefined) throw new FormatError(`${file}: a file of weights must be named once. Received "${twice.slice(0, 80)}" twice.`);
    return { paths, arrays: weights.map((one: unknown) => entryOf(isRecord(one) ? one : {}, file)) };
  });
}

function entryOf({ name, shape, dtype, quantization }: JsonRecord, file: string): Entry {
  const where = `${file}: weights "${typeof name === "string" ? name.slice(0, 80) : ""}"`;
  if (typeof name !== "string" || !Array.isArray(shape) || shape.length > 16 || !shape.every((n) => Number.isSafeInteger(n) && (n as number) >= 0)) throw new FormatError(`${where}: must have a name and a shape of whole numbers. Received ${shown(shape)}.`);
  const packed = isRecord(quantization) ? quantization : undefined;
  const stored = packed ? packed["dtype"] : dtype;
  if (typeof stored !== "string" || !Object.hasOwn(types, stored)) throw new FormatError(`${where}: dtype must be one of ${Object.keys(types).join(", ")}. Received ${shown(stored)}.`);
  const [scale, min] = [packed?.["scale"] ?? 1, packed?.["min"] ?? 0];
  if (typeof scale !== "number" || typeof min !== "number") throw new FormatError(`${where}: quantization must have a scale and a min. Received ${shown(packed)}.`);
  return { name, shape: shape as number[], dtype: stored, scale, min };
}

/** The arrays of a group from the bytes of its files, joined. */
export function readGroup({ arrays }: Group, parts: readonly Uint8Array[], file: string): readonly NamedArray[] {
  const counts = arrays.map(({ shape }) => shape.reduce((a, b) => a * b, 1));
  const wanted = arrays.reduce((sum, { dtype }, i) => sum + (types[dtype]?.bytes ?? 0) * (counts[i] ?? 0), 0);
  const given = parts.reduce((sum, part) => sum + part.length, 0);
  if (wanted !== given) throw new FormatError(`${file}: the files of weights must hold ${wanted} bytes. Received ${given}. One of them is damaged, or not of this model.`);
  const bytes = new Uint8Array(given);
  let at = 0;
  for (const part of parts) bytes.set(part, (at += part.length) - part.length);
  const view = new DataView(bytes.buffer);
  at = 0;
  return arrays.map(({ name, shape, dtype, scale, min }, i) => {
    const type = types[dtype] ?? { bytes: 0, read: () => 0 };
    const data = new Float32Array(counts[i] ?? 0);
    for (let k = 0; k < data.length; k++) data[k] = type.read(view, at + k * type.bytes) * scale + min;
    at += data.length * type.bytes;
    return { name, shape, data };
  });
}
