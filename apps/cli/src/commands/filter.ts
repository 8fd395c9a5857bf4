import { basename, extname, resolve } from "node:path";
import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { filtered, gaussianKernel, kernelOf, kernels, magnitude, type Kernel } from "@convscope/insight";
import type { NdArray } from "@convscope/nn";
import { pictureSheet } from "@convscope/viz";
import { answer, command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { writeFigure } from "../figure-file.ts";
import { readPixels, type Picture } from "../picture.ts";
import type { Terminal } from "../terminal.ts";
import { fileOf } from "../values.ts";

/** Multiplications that a picture may cost. */
const most = 4e9;

/** `convscope filter`: a picture through a kernel. */
export const filterCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("filter")
    .summary("look at a picture through a kernel: Sobel, blur, sharpen, or one of your own")
    .description("Slides a kernel over a picture, as the first layer of a convolutional network does, and draws both. Of a kernel whose numbers sum to 1, which keeps the brightness, pixels below 0 become black and those above 255 white. Where other answers go below 0, as those of edges do, mid-grey is 0.")
    .addArgument(new Argument("<picture>", "PNG, JPEG, WebP, AVIF, …"))
    .option("--kernel <kernel>", `${Object.keys(kernels).join(", ")}; sobel for how steep it is in any direction; gaussian:2 for a deviation of 2 pixels; or rows of numbers such as "0 -1 0; -1 5 -1; 0 -1 0"`, "sobel-x")
    .option("--grey", "make the picture grey first")
    .option("--flip", "turn the kernel by half a circle, as mathematics defines convolution")
    .addOption(new Option("--edge <edge>", "what stands for pixels beyond the edge; valid: nothing, and the picture gets smaller").choices(["valid", "zeros", "nearest", "mirror"] as const).default("nearest" as const))
    .option("-o, --out <file>", "an .svg or .png file (default <picture>-<kernel>.svg, or another name that is free)", fileOf(".svg", ".png"))
    .addHelpText("after", `
Examples:
  convscope filter cat.jpg --kernel sobel-x
  convscope filter cat.jpg --kernel sobel --grey -o edges.png
  convscope filter cat.jpg --kernel gaussian:3
  convscope filter cat.jpg --kernel "1 0 -1; 1 0 -1; 1 0 -1"`)
    .action(async (picture, { kernel: words, grey, flip = false, edge, out, json }) => {
      const used = kernelsOf(words);
      const read = await readPixels(resolve(terminal.cwd, picture));
      const pixels = grey ? greyOf(read) : read;
      const cost = pixels.data.length * used.reduce((sum, kernel) => sum + kernel.length * (kernel[0]?.length ?? 0), 0);
      if (cost > most) throw new CommandError(`${picture}: ${pixels.shape[0]}×${pixels.shape[1]} pixels through this kernel take ${(cost / 1e9).toFixed(1)} billion multiplications; at most ${most / 1e9} are done. Make the picture or the kernel smaller.`);
      const answers = used.map((kernel) => filtered(pixels, kernel, { edge, flip }));
      const [first, second] = answers;
      const found = first && second ? magnitude(first, second) : (first as NdArray);
      const { least, greatest } = range(found);
      const drawn = keepsBrightness(used) ? clipped(found) : bytesOf(found, least, greatest);
      const svg = pictureSheet(
        [
          { image: pixels.data, shape: pixels.shape, caption: basename(picture) },
          { image: drawn, shape: found.shape, caption: `${words}, from ${rounded(least)} to ${rounded(greatest)}` },
        ],
        { title: `Through the kernel ${words}`, side: 400, width: 880 },
      );
      const figure = await writeFigure(terminal, svg, { out, stem: `${basename(picture, extname(picture))}-${/^[a-z][\w-]*/.exec(words)?.[0] ?? "kernel"}` });
      answer(terminal, { json: { picture, kernel: used.length === 1 ? used[0] : used, shape: found.shape, least, greatest, file: figure.file }, text: `${picture} drawn into ${figure.file}` }, json);
    });

/** One kernel, or the two of `sobel`. */
function kernelsOf(words: string): readonly Kernel[] {
  if (words === "sobel") return [kernels["sobel-x"], kernels["sobel-y"]];
  const [, deviation] = /^gaussian:(.+)$/.exec(words) ?? [];
  if (deviation !== undefined) return [gaussianKernel(Number(deviation))];
  if (!/[\s;,]/.test(words) && !Number.isFinite(Number(words))) return [kernelOf(words)];
  const rows = words.split(";").map((row) => row.trim().split(/[\s,]+/).map(Number));
  if (rows.some((row) => row.length !== rows[0]?.length || !row.every(Number.isFinite))) throw new UsageError(`--kernel must be a name, or rows of equally many numbers such as "0 1 0; 1 -4 1; 0 1 0". Received "${words}".`);
  return [rows];
}

const greyOf = ({ shape: [height, width, channels], data }: Picture): Picture => ({
  shape: [height, width, 1],
  // Brightness as in ITU-R BT.601.
  data: Uint8Array.from({ length: height * width }, (_, at) => (channels === 1 ? (data[at] ?? 0) : Math.round(0.299 * (data[3 * at] ?? 0) + 0.587 * (data[3 * at + 1] ?? 0) + 0.114 * (data[3 * at + 2] ?? 0)))),
});

function range({ data }: NdArray): { readonly least: number; readonly greatest: number } {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of data) [least, greatest] = [Math.min(least, value), Math.max(greatest, value)];
  return { least, greatest };
}

/** A whole number as figures write it. */
const rounded = (value: number): string => String(Math.round(value)).replace("-", "−");

/** Whether the answers are brightnesses again: so it is of a blur, and of sharpen and emboss too, although some of their numbers are negative. */
const keepsBrightness = ([kernel, other]: readonly Kernel[]): boolean => kernel !== undefined && other === undefined && Math.abs(kernel.flat().reduce((a, b) => a + b, 0) - 1) < 1e-6;

const clipped = ({ data }: NdArray): Uint8Array => Uint8Array.from(data, (value) => Math.min(255, Math.max(0, Math.round(value))));

/** Pixels: as they are where they are some, from black to white where they are brighter, around mid-grey where some are below 0. */
function bytesOf({ data }: NdArray, least: number, greatest: number): Uint8Array {
  if (least >= -0.5) return Uint8Array.from(data, (value) => Math.min(255, Math.max(0, (255 * value) / Math.max(255, greatest))));
  const far = Math.max(-least, greatest);
  return Uint8Array.from(data, (value) => Math.round(127.5 + (127.5 * value) / far));
}
