import type { Dataset, Group } from "h5wasm";
import { FormatError, type NdArray } from "@convscope/files/bytes";
import { wrongHeap } from "./h5Heaps.ts";

/** What an HDF5 file holds, by path. */
export interface H5 {
  readonly arrays: ReadonlyMap<string, NdArray>;
  /** Texts and lists of texts; `path@name`, for the file itself `@name`. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

const mostItems = 100_000;
const deepest = 64;
/** Numbers may be packed in the file, but hardly more than so many times. */
const mostPacked = 64;
const spare = 2 ** 24;

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
export const isH5 = (bytes: Uint8Array): boolean => signature.every((byte, i) => bytes[i] === byte);

let opened = 0;

/**
 * Reads a whole HDF5 file, with the HDF Group's library as WebAssembly, which is loaded only now.
 *
 * @throws FormatError for a damaged file, one of more items or numbers than its size allows, or numbers that are no floats or whole numbers.
 */
export async function readH5(bytes: Uint8Array, file: string): Promise<H5> {
  if (!isH5(bytes)) throw new FormatError(`${file}: must begin as an HDF5 file does. Received bytes ${[...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, "0")).join(" ")}.`);
  const wrong = wrongHeap(bytes);
  if (wrong !== undefined) throw new FormatError(`${file}: ${wrong} The file is damaged; fetch or write it again.`);
  const { File, ready } = await import("h5wasm");
  const { FS, activate_throwing_error_handler: throwErrors } = await ready;
  throwErrors();
  const name = `/convscope-${opened++}.h5`;
  FS.writeFile(name, bytes);
  try {
    const root = new File(name, "r");
    try {
      return walk(root, mostPacked * bytes.length + spare);
    } finally {
      root.close();
    }
  } catch (error) {
    if (error instanceof TooMuch) throw new FormatError(`${file}: ${error.message}`, { cause: error });
    throw new FormatError(`${file}: the HDF5 file is damaged or cannot be read. ${reason(error)}`, { cause: error });
  } finally {
    FS.unlink(name);
  }
}

class TooMuch extends Error {}

function walk(root: Group, mostBytes: number): H5 {
  const arrays = new Map<string, NdArray>();
  const texts = new Map<string, readonly string[]>();
  let [items, bytes] = [0, 0];
  const visit = (item: Group | Dataset, path: string, depth: number): void => {
    if (++items > mostItems || depth > deepest) throw new TooMuch(`an HDF5 file must hold at most ${mostItems} items, ${deepest} deep.`);
    for (const [name, attribute] of Object.entries(item.attrs)) {
      const list = [attribute.value].flat();
      if (list.length > 0 && list.every((value) => typeof value === "string")) texts.set(`${path}@${name}`, list);
    }
    if ("keys" in item) {
      for (const name of item.keys()) {
        const child = item.get(name);
        if (child && ("keys" in child || "shape" in child)) visit(child as Group | Dataset, path ? `${path}/${name}` : name, depth + 1);
      }
      return;
    }
    const shape = item.shape ?? [];
    bytes += 8 * shape.reduce((a, b) => a * b, 1);
    if (bytes > mostBytes) throw new TooMuch(`the arrays must not be larger than a file of its size can hold. Received more than ${mostBytes} bytes at "${path}".`);
    const data = numbers(item.value);
    if (data) arrays.set(path, { shape, data });
  };
  visit(root, "", 0);
  return { arrays, texts };
}

/** Floats of any size as float32; a single number is a scalar. What is neither is left out. */
function numbers(value: unknown): Float32Array | undefined {
  if (typeof value === "number") return Float32Array.of(value);
  if (typeof value === "bigint") return Float32Array.of(Number(value));
  if (value instanceof BigInt64Array || value instanceof BigUint64Array) return Float32Array.from(value, Number);
  return ArrayBuffer.isView(value) && !(value instanceof DataView) ? Float32Array.from(value as Float32Array) : undefined;
}

/** The library explains at length; the last cause is the nearest. */
const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n").map((line) => line.trim()).filter((line) => line !== "").at(-1)?.replace(/^minor: /, "") ?? "";
