import { dtypes, readNumbers, type DType, type NdArray } from "@convscope/files/bytes";
import type { Wrong } from "./wrong.ts";

/** Numbers in a row that tensors look into. */
export class Storage {
  constructor(readonly key: string, readonly type: DType, readonly count: number) {}
}

/** A view of a storage: element `[i, j, …]` is number `offset + i·strides[0] + j·strides[1] + …`. */
export class Tensor {
  constructor(readonly storage: Storage, readonly offset: number, readonly shape: readonly number[], readonly strides: readonly number[]) {}
}

/** PyTorch's storages by what they hold, as safetensors calls it. */
const held: { readonly [name: string]: string } = {
  DoubleStorage: "F64", FloatStorage: "F32", HalfStorage: "F16", BFloat16Storage: "BF16",
  LongStorage: "I64", IntStorage: "I32", ShortStorage: "I16", CharStorage: "I8", ByteStorage: "U8", BoolStorage: "BOOL",
};

/** The type of a storage's numbers by the storage's name, e.g. `torch.FloatStorage`; none for a name that is no storage's. */
export const storageType = (name: string): DType | undefined => {
  const kind = name.startsWith("torch.") ? name.slice(6) : "";
  return Object.hasOwn(held, kind) ? dtypes[held[kind] ?? ""] : undefined;
};

const isSize = (n: unknown): n is number => typeof n === "number" && Number.isSafeInteger(n) && n >= 0;
const areSizes = (value: unknown): value is readonly number[] => Array.isArray(value) && value.length <= 16 && value.every(isSize);

/** Makes a storage of what a file says of it. */
export function storage(type: DType | undefined, key: unknown, count: unknown, wrong: Wrong): Storage {
  if (!type || typeof key !== "string" || !isSize(count)) throw wrong.damaged("a storage must have a type, a key and a length.");
  return new Storage(key, type, count);
}

/** Makes a view of what a file says of it: nothing of it may lie outside the storage. */
export function tensor(of: unknown, offset: unknown, shape: unknown, strides: unknown, wrong: Wrong): Tensor {
  if (!(of instanceof Storage) || !isSize(offset) || !areSizes(shape) || !areSizes(strides) || shape.length !== strides.length)
    throw wrong.damaged("a tensor must have a storage, an offset, and as many strides as sizes, at most 16, each a whole number ≥ 0.");
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * (strides[axis] ?? 0), offset);
  if (!shape.includes(0) && last >= of.count) throw wrong.damaged(`a tensor must lie within its storage of ${of.count} numbers. Received ${shape.join("×") || "a scalar"} at ${offset} with strides ${strides.join(", ")}, up to number ${last}.`);
  return new Tensor(of, offset, shape, strides);
}

/** How many numbers a tensor has. */
export const countOf = ({ shape }: Tensor): number => shape.reduce((a, b) => a * b, 1);

/** The numbers of a tensor in a row, from the bytes of its storage. */
export function numbersOf({ storage: { type }, offset, shape, strides }: Tensor, bytes: Uint8Array): NdArray {
  const count = shape.reduce((a, b) => a * b, 1);
  if (isContiguous(shape, strides)) return { shape, data: readNumbers(type, bytes.subarray(offset * type.bytes, (offset + count) * type.bytes)) };
  const data = type.array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = shape.map(() => 0);
  let from = offset;
  for (let i = 0; i < count; i++) {
    data[i] = type.at(view, from * type.bytes);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] ?? 0;
      from += stride;
      at[axis] = (at[axis] ?? 0) + 1;
      if ((at[axis] ?? 0) < (shape[axis] ?? 0)) break;
      from -= stride * (shape[axis] ?? 0);
      at[axis] = 0;
    }
  }
  return { shape, data };
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis] ?? 1;
  }
  return true;
}
