import { constants } from "node:buffer";
import { open, stat } from "node:fs/promises";
import { FormatError, openSafetensors, readAt, type Arrays, type NdArray } from "@convscope/files";
import { readTorch } from "../pth/readTorch.ts";

/** What one array can hold: newer versions of Node name a limit that no machine has the memory for. */
const most = Math.min(constants.MAX_LENGTH, 2 ** 33 - 1);

/**
 * Reads a file of weights, `.safetensors`, or `.pth` or `.pt` as PyTorch writes them: arrays by name in PyTorch's layout, for `fromTorch`.
 *
 * @throws FormatError for a damaged file or another kind, the system's error where it cannot be read.
 */
export async function readWeights(path: string): Promise<Arrays> {
  const status = await stat(path);
  if (!status.isFile()) throw new FormatError(`${path}: weights must be a file. Received something else.`);
  return path.toLowerCase().endsWith(".safetensors") ? safetensors(path) : torch(path, status.size);
}

/** One array after the other, so that the file is not held beside them. */
async function safetensors(path: string): Promise<Arrays> {
  const file = await openSafetensors(path);
  try {
    const arrays: [string, NdArray][] = [];
    for (const name of Object.keys(file.tensors)) arrays.push([name, await file.read(name)]);
    return Object.fromEntries(arrays);
  } finally {
    await file.close();
  }
}

async function torch(path: string, size: number): Promise<Arrays> {
  if (size > most) throw new FormatError(`${path}: a PyTorch file must have at most ${most} bytes, as it is read at once. Received ${size}. Save it as safetensors, which is read in parts.`);
  const handle = await open(path, "r");
  try {
    return readTorch(await readAt(handle, 0, size, (what) => new FormatError(`${path}: ${what} Something else changes the file.`)), path);
  } finally {
    await handle.close();
  }
}
