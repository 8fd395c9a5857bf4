import { dtypes, readNumbers, type DType, type NdArray } from "@convscope/files/bytes";
import { DataError } from "../error.ts";
import { readNpyHeader } from "./npyHeader.ts";

export interface ParseNpyOptions {
  /** The file's name, for messages. */
  readonly name?: string;
}

/** NumPy's kinds and sizes of numbers, by the names of the types that this project reads. */
const types: Readonly<Record<string, string>> = { b1: "BOOL", u1: "U8", i1: "I8", u2: "U16", i2: "I16", u4: "U32", i4: "I32", u8: "U64", i8: "I64", f2: "F16", f4: "F32", f8: "F64" };

/**
 * The array of an npy file, as `numpy.save` writes it: row-major whatever its order in the file, floats as float32, whole numbers as int32, bytes as
 * they are. The sizes that the header declares must be the file's own before anything is allocated.
 *
 * @throws DataError for anything but an array of plain numbers; pickled objects are never opened.
 */
export function parseNpy(bytes: Uint8Array, options: ParseNpyOptions = {}): NdArray {
  const { name = "npy data" } = options;
  const refuse = (rule: string, wayOut = "Write the file anew."): DataError => new DataError(`${name}: ${rule}. ${wayOut}`);
  const { descr, fortranOrder, shape, start } = readNpyHeader(bytes, refuse);
  const { type, swap } = typeOf(descr, refuse);
  const count = shape.reduce((product, size) => product * size, 1);
  const wanted = start + count * type.bytes;
  if (bytes.length !== wanted) {
    throw refuse(`the file is ${bytes.length < wanted ? "truncated" : "too long"}: ${shape.join("×") || "one"} values of ${descr} and the header make ${wanted} bytes. It has ${bytes.length}`);
  }
  const numbers = bytes.subarray(start);
  let data: NdArray["data"];
  try {
    data = readNumbers(type, swap ? swapped(numbers, type.bytes) : numbers);
  } catch (error) {
    throw refuse(`a whole number is too large: ${error instanceof Error ? error.message : String(error)}`, "Save it as int32 or float32.");
  }
  return { shape, data: fortranOrder ? rowMajor(data, shape) : data };
}

function typeOf(descr: string, refuse: (rule: string, wayOut: string) => DataError): { readonly type: DType; readonly swap: boolean } {
  const order = descr[0] ?? "";
  const kind = descr.slice(1);
  if (kind.startsWith("O")) {
    throw refuse(
      "it holds pickled Python objects, which are programs that loading would run, so they are never opened",
      "Save plain numbers: numpy.save(file, numpy.stack(list), allow_pickle=False), with pictures of one size and labels as whole numbers.",
    );
  }
  const type = Object.hasOwn(types, kind) && "<>|=".includes(order) ? dtypes[types[kind] as string] : undefined;
  if (type === undefined) throw refuse(`the values must be bools, whole numbers or floats. They are "${descr}"`, "Convert them with array.astype, to uint8, int64 or float32.");
  return { type, swap: order === ">" && type.bytes > 1 };
}

/** Big-endian numbers as little-endian ones. */
function swapped(bytes: Uint8Array, size: number): Uint8Array {
  const turned = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += size) {
    for (let i = 0; i < size; i++) turned[at + i] = bytes[at + size - 1 - i] as number;
  }
  return turned;
}

/** An array whose first index moves fastest, in the order in which the last one does. */
function rowMajor(data: NdArray["data"], shape: readonly number[]): NdArray["data"] {
  const turned = data.slice();
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < data.length; to++) {
    turned[to] = data[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) break;
      from -= (strides[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return turned;
}
