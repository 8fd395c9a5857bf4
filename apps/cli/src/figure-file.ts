import { resolve } from "node:path";
import { writeAtomic } from "@convscope/files";
import { toPng } from "@convscope/viz/png";
import { CommandError } from "./failure.ts";
import { freeFile } from "./free-file.ts";
import type { Terminal } from "./terminal.ts";

/** More pixels than this take more memory than a picture of boxes is worth. */
const mostPixels = 40_000_000;

export interface FigureFile {
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

export interface WriteFigureOptions {
  /** The file that was asked for. */
  readonly out?: string | undefined;
  /** Its name without ending, where none was. */
  readonly stem: string;
  /** How the command draws less, for whoever asks for a PNG that is too large: `--limit draws fewer maps`. */
  readonly less?: string;
}

/** Writes a figure as .svg or .png where that was asked for, else as .svg under a name that is free. */
export async function writeFigure(terminal: Terminal, svg: string, { out, stem, less }: WriteFigureOptions): Promise<FigureFile> {
  const file = out === undefined ? freeFile(resolve(terminal.cwd, stem), ".svg") : resolve(terminal.cwd, out);
  const [, width, height] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).map(Number);
  const size = { width: width ?? 0, height: height ?? 0 };
  await writeAtomic(file, file.toLowerCase().endsWith(".png") ? pngOf(svg, size, less) : svg);
  return { file, ...size };
}

function pngOf(svg: string, { width, height }: Pick<FigureFile, "width" | "height">, less: string | undefined): Uint8Array {
  const scale = [2, 1].find((one) => width * height * one * one <= mostPixels);
  if (scale === undefined) throw new CommandError(`a PNG of ${width}×${height} pixels is too large: it must have at most ${mostPixels}. An .svg file has any size${less === undefined ? "" : `, and ${less}`}.`);
  return toPng(svg, { scale });
}
