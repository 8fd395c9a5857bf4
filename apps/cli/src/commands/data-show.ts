import { basename, extname, resolve } from "node:path";
import { Argument, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { datasets, subset, type ImageDataset, type Part, type PictureSample } from "@convscope/datasets";
import { writeAtomic } from "@convscope/files";
import { encodePng, pictureSheet, pixelValues, sampleGrid, type SheetPicture } from "@convscope/viz";
import { toPng } from "@convscope/viz/png";
import { answer, command } from "../command.ts";
import { CommandError, UsageError } from "../failure.ts";
import { freeFile } from "../free-file.ts";
import { labelsOption } from "../labels.ts";
import { isDataName, openData, type AnyData } from "../open-data.ts";
import { checkIndex } from "../sample.ts";
import { shelfOf, type Shelf } from "../shelf.ts";
import type { Terminal } from "../terminal.ts";
import { fileOf, whole } from "../values.ts";

/** Pixels of the figure that the longer side of a picture from a file gets, and of the picture itself, so that it is sharp. */
const [side, sharpSide] = [110, 220];
/** A picture with a longer side is not read number by number, only its middle. */
const [mostNumbers, middle] = [64, 24];
const parts = ["train", "validation", "test"] as const;

/** `convscope data show`: samples as one sees them, or as numbers. */
export const showCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("show")
    .description("Draws samples of a data set with their labels, boxes and masks, or one of them with its pixel values.")
    .addArgument(new Argument("[data]", `${Object.keys(datasets).join(", ")}; or the path of a folder, a list or a file of arrays`).default("strokes"))
    .option("--data-dir <folder>", "where a named set's files are")
    .addOption(labelsOption())
    .option("--count <n>", "how many samples, at most 400", whole(1, 400), 40)
    .option("--index <i>", "one sample only", whole(0))
    .option("--pixels", "write the pixel values into the picture; needs --index")
    .option("--raw", "the bare image in its own pixels, as PNG; needs --index")
    .addOption(new Option("--part <part>", "which part; test, or train where there is none, unless given").choices(parts))
    .addOption(new Option("--split <part>", "the same").choices(parts).hideHelp())
    .option("--seed <n>", "of a drawn set", whole(0), 1)
    .option("-o, --out <file>", "an .svg or .png file (default <name>.svg, or another name that is free)", fileOf(".svg", ".png"))
    .addHelpText("after", `
Examples:
  convscope data show strokes
  convscope data show photos --part train --count 24 -o photos.png
  convscope data show mnist --index 0 --pixels -o pixels.svg
  convscope data show mnist --index 0 --raw -o seven.png

A folder's pictures lie class by class: of them an even choice is drawn, with
the number that --index takes. Boxes are yellow, masks are outlined in cyan.
A figure has a title and a frame; what predict reads is the bare image of --raw.`)
    .action(async (reference, options) => {
      checkChoice(options);
      const asked = options.part ?? options.split;
      // Drawn sets take their time: training samples are drawn only to be shown.
      const data = await openData(terminal, { data: reference, seed: options.seed, samples: asked === "train" ? {} : { train: 1 }, dataDir: options.dataDir, labels: options.labels, split: "none" });
      const shelf = await shelfOf(data, options.index === undefined ? sharpSide : undefined);
      const part = partOf(reference, shelf, asked);
      const all = shelf.count(part);
      if (options.index !== undefined) checkIndex(options.index, all);
      const indices = options.index === undefined ? chosen(Math.min(options.count, all), isDataName(reference) ? undefined : all) : [options.index];
      const stem = resolve(terminal.cwd, isDataName(reference) ? reference : basename(reference, extname(reference)) || "data");
      const file = options.out === undefined ? freeFile(stem, options.raw ? ".png" : ".svg") : resolve(terminal.cwd, options.out);
      const named = isDataName(reference) && !("parts" in data) ? data : undefined;
      const drawn = options.index !== undefined ? await one(data, shelf, part, options.index, options) : named ? gridOf(named, part, indices) : await samplesOf(terminal, data, shelf, part, indices);
      await writeAtomic(file, typeof drawn === "string" && file.toLowerCase().endsWith(".png") ? toPng(drawn) : drawn);
      const samples = indices.map((index) => ({ index, label: shelf.label(part, index), ...(shelf.file(part, index) !== undefined && { file: shelf.file(part, index) }) }));
      answer(terminal, { json: { name: data.name, split: part, file, samples }, text: `${indices.length} sample${indices.length === 1 ? "" : "s"} of ${data.name} drawn into ${file}` }, options.json);
    });

interface Choice {
  readonly index?: number | undefined;
  readonly pixels?: true | undefined;
  readonly raw?: true | undefined;
  readonly out?: string | undefined;
  readonly part?: Part | undefined;
  readonly split?: Part | undefined;
}

function checkChoice({ index, pixels, raw, out, part, split }: Choice): void {
  if (index === undefined && (pixels || raw)) throw new UsageError(`--${pixels ? "pixels" : "raw"} shows one sample: name it with --index.`);
  if (pixels && raw) throw new UsageError("--pixels draws a figure and --raw a bare image. Give one.");
  if (raw && out?.toLowerCase().endsWith(".svg")) throw new UsageError(`--raw writes a PNG. Received --out ${out}. Give a name that ends in .png.`);
  if (part !== undefined && split !== undefined) throw new UsageError("--part and --split say the same. Give one.");
}

function partOf(reference: string, { parts: there }: Shelf, asked: Part | undefined): Part {
  const part = asked ?? (there.includes("test") ? "test" : there[0]);
  if (part === undefined || !there.includes(part)) throw new CommandError(`${reference}: has no pictures for ${part ?? "any part"}. Parts with pictures: ${there.join(", ") || "none"}.`);
  return part;
}

/** The first so many places, or an even choice of all. */
const chosen = (count: number, all: number | undefined): readonly number[] => Array.from({ length: count }, (_, i) => (all === undefined ? i : Math.floor((i * all) / count)));

/** The samples of a named set, which are of one size. */
function gridOf({ title, classes, train, test }: ImageDataset, part: Part, indices: readonly number[]): string {
  return sampleGrid({ ...subset(part === "test" ? test : train, indices), classes }, { title: `${title}, ${part}` });
}

async function samplesOf(terminal: Terminal, data: AnyData, shelf: Shelf, part: Part, indices: readonly number[]): Promise<string> {
  const pictures: SheetPicture[] = [];
  for (const index of indices) {
    terminal.signal.throwIfAborted();
    const found = await shelf.read(part, index);
    if ("problem" in found) terminal.err(`note: ${shelf.file(part, index) ?? `${part} ${index}`}: ${found.problem}\n`);
    else pictures.push(asSheet(found, `${index} · ${shelf.label(part, index)}`));
  }
  if (pictures.length === 0) throw new CommandError(`${data.name}: none of the ${indices.length} chosen pictures can be read. "convscope data check" says what is wrong with all of them.`);
  return pictureSheet(pictures, { title: `${data.name}, ${part}`, side });
}

/** A picture as the figure takes it. 255 in a mask is a border that belongs to no class. */
export function asSheet({ image: { shape, data }, mask, boxes }: PictureSample, caption: string): SheetPicture {
  return { image: Uint8Array.from(data), shape, caption, mask: mask && mask.map((value) => (value === 255 ? 0 : value)), boxes };
}

async function one(data: AnyData, shelf: Shelf, part: Part, index: number, { pixels, raw }: Choice): Promise<string | Uint8Array> {
  const found = await shelf.read(part, index);
  if ("problem" in found) throw new CommandError(`${shelf.file(part, index) ?? `${part} ${index}`}: ${found.problem}`);
  const { shape: [height, width, channels], data: values } = found.image;
  const bytes = Uint8Array.from(values);
  if (raw) return encodePng({ width, height, channels, data: bytes });
  const title = `${"parts" in data ? data.name : data.title}, ${part} ${index}: ${shelf.label(part, index)}`;
  if (!pixels) return pictureSheet([asSheet(found, shelf.file(part, index) ?? "")], { title, side: Math.min(700, Math.max(280, height, width)) });
  if (height <= mostNumbers && width <= mostNumbers) return pixelValues({ image: bytes, shape: [height, width, channels] }, { title });
  const [rows, columns] = [Math.min(middle, height), Math.min(middle, width)];
  const crop = { x: Math.floor((width - columns) / 2), y: Math.floor((height - rows) / 2), width: columns, height: rows };
  return pixelValues({ image: bytes, shape: [height, width, channels] }, { title: `${title} (the middle of ${width}×${height} pixels)`, crop });
}
