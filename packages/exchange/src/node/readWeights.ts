import { open } from "node:fs/promises";
import { FormatError, type Arrays } from "../array.ts";
import { readTorch } from "../pth/readTorch.ts";
import { readSafetensors } from "../safetensors.ts";
import { readAt } from "./readAt.ts";

/** More than one array can hold. */
const maxBytes = 2 ** 33 - 1;

/**
 * Reads a file of weights, `.safetensors`, or `.pth` or `.pt` as PyTorch writes them: arrays by name in PyTorch's layout, for `fromTorch`.
 *
 * @throws FormatError for a damaged file or another kind, the system's error where it cannot be read.
 */
export async function readWeights(path: string): Promise<Arrays> {
  const handle = await open(path, "r");
  try {
    const status = await handle.stat();
    if (!status.isFile() || status.size > maxBytes) throw new FormatError(`${path}: weights must be a file of at most ${maxBytes} bytes. Received ${status.isFile() ? status.size : "something else"}.`);
    const bytes = await readAt(handle, 0, status.size, (what) => new FormatError(`${path}: ${what} Something else changes the file.`));
    return path.toLowerCase().endsWith(".safetensors") ? readSafetensors(bytes, path).tensors : readTorch(bytes, path);
  } finally {
    await handle.close();
  }
}
