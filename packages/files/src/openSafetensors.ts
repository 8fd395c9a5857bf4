import { open } from "node:fs/promises";
import type { NdArray } from "./array.ts";
import { tensorOf } from "./safetensors.ts";
import { readAt } from "./readAt.ts";
import { headerLength, readHeader, wrongIn } from "./safetensorsHeader.ts";

/** A safetensors file whose numbers stay on the disk until they are asked for. */
export interface OpenSafetensors {
  /** Shape and type of each tensor, in the order of the file. */
  readonly tensors: { readonly [name: string]: { readonly shape: readonly number[]; readonly dtype: string } };
  readonly metadata: { readonly [name: string]: string };
  /** Reads one tensor. */
  read(name: string): Promise<NdArray>;
  /** Closes the file. */
  close(): Promise<void>;
}

/**
 * Opens a safetensors file of any size: only the header is read and checked, each tensor when it is asked for.
 *
 * @throws FormatError saying which tensor is wrong and how, the system's error where the file cannot be opened.
 */
export async function openSafetensors(path: string): Promise<OpenSafetensors> {
  const wrong = wrongIn(path);
  const handle = await open(path, "r");
  try {
    const { size } = await handle.stat();
    const start = 8 + headerLength(await readAt(handle, 0, Math.min(8, size), wrong), size, wrong);
    const { entries, metadata } = readHeader(await readAt(handle, 8, start - 8, wrong), size - start, wrong);
    const byName = new Map(entries.map((entry) => [entry.name, entry]));
    return {
      tensors: Object.fromEntries(entries.map(({ name, shape, dtype }) => [name, { shape, dtype }])),
      metadata,
      async read(name) {
        const entry = byName.get(name);
        if (!entry) throw new RangeError(`${path}: there is no tensor "${name}". \`tensors\` names all ${entries.length}.`);
        return tensorOf(entry, await readAt(handle, start + entry.begin, entry.end - entry.begin, wrong), wrong);
      },
      close: () => handle.close(),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}
