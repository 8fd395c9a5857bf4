import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { md5 } from "@convscope/files/bytes";
import { formatIdx } from "../src/idx/format.ts";
import type { IdxSpec } from "../src/idx/spec.ts";

const values = (count: number, most: number): Uint8Array => Uint8Array.from({ length: count }, (_, i) => (i * 37) % most);

/** The uncompressed content of the four files: 6 training and 4 test images of 2 × 3, classes a, b, c. */
export const contents: Readonly<Record<string, Uint8Array>> = {
  "train-images-idx3-ubyte": formatIdx([6, 2, 3], values(36, 256)),
  "train-labels-idx1-ubyte": formatIdx([6], values(6, 3)),
  "t10k-images-idx3-ubyte": formatIdx([4, 2, 3], values(24, 251)),
  "t10k-labels-idx1-ubyte": formatIdx([4], values(4, 3)),
};

const file = (name: string): { name: string; md5: string; download: number } => {
  const content = contents[name] ?? new Uint8Array();
  return { name, md5: md5(content), download: gzipSync(content).length };
};

/** A data set like MNIST, small enough for a test. */
export const tiny: IdxSpec = {
  name: "tiny",
  title: "Tiny",
  classes: ["a", "b", "c"],
  inputShape: [2, 3, 1],
  train: { count: 6, images: file("train-images-idx3-ubyte"), labels: file("train-labels-idx1-ubyte") },
  test: { count: 4, images: file("t10k-images-idx3-ubyte"), labels: file("t10k-labels-idx1-ubyte") },
  licence: "MIT",
  source: "made up",
  mirrors: [],
  systemFolders: [],
};

/** Writes the four files, packed or plain. `replace` gives some of them another content, or leaves them out. */
export async function lay(folder: string, packed: boolean, replace: Readonly<Record<string, Uint8Array | undefined>> = {}): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of Object.keys(contents)) {
    const content = name in replace ? replace[name] : contents[name];
    if (content === undefined) continue;
    await writeFile(join(folder, packed ? `${name}.gz` : name), packed ? gzipSync(content) : content);
  }
}
