import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { afterAll } from "vitest";

const made: string[] = [];
afterAll(() => Promise.all(made.map((folder) => rm(folder, { recursive: true }))));

/** A temporary folder with these files, gone after the last test of the file that imports this. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "convscope-catalogue-"));
  made.push(folder);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

/** A PNG of one colour. */
export function png(width: number, height: number, background = "red"): Promise<Uint8Array> {
  return sharp({ create: { width, height, channels: 3, background } }).png().toBuffer();
}

/** Levels `[H, W]` as a grey PNG. */
export function greyPng(width: number, height: number, levels: readonly number[]): Promise<Uint8Array> {
  return sharp(Uint8Array.from(levels), { raw: { width, height, channels: 1 } }).toColourspace("b-w").png().toBuffer();
}
