import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Argument, Command, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { checkData, dataInfo, datasets, downloadData, image, size, subset, type DataInfo } from "@convscope/datasets";
import { writeAtomic } from "@convscope/files";
import { encodePng, pixelValues, sampleGrid } from "@convscope/viz";
import { toPng } from "@convscope/viz/png";
import { answer, command } from "../command.ts";
import { load, withDownloadBar } from "../data.ts";
import { CommandError, UsageError } from "../failure.ts";
import { asTyped } from "../invocation.ts";
import { checkIndex } from "../sample.ts";
import { bytes, grouped, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { fileOf, oneOf, whole } from "../values.ts";

/** A file that is not there yet: strokes.svg, strokes-2.svg, … */
function freeFile(stem: string, ending: string): string {
  for (let i = 1; i < 1000; i++) {
    const file = `${stem}${i === 1 ? "" : `-${i}`}${ending}`;
    if (!existsSync(file)) return file;
  }
  throw new CommandError(`${stem}${ending} and 999 like it are there. Choose --out.`);
}

/** `convscope data`: what there is to learn from. */
export const dataCommand = (terminal: Terminal): CommandUnknownOpts =>
  new Command("data")
    .summary("data sets: list, info, download, show, check")
    .description("Lists the data sets, tells where they are on this machine, downloads, checks and draws them.")
    .addCommand(list(terminal))
    .addCommand(info(terminal))
    .addCommand(download(terminal))
    .addCommand(show(terminal))
    .addCommand(check(terminal));

const name = (): Argument<string> => new Argument("<name>", Object.keys(datasets).join(", ")).argParser(oneOf(Object.keys(datasets)));
const dataDir = (): Option<"--data-dir <folder>", undefined, undefined, undefined, false, undefined> => new Option("--data-dir <folder>", "where the data set's files are");

const list = (terminal: Terminal): CommandUnknownOpts =>
  command("list")
    .description("All data sets, and whether they are on this machine.")
    .addOption(dataDir())
    .action(async (options) => {
      const rows = await Promise.all(Object.keys(datasets).map((name) => dataInfo(name, { env: terminal.env, ...(options.dataDir !== undefined && { dataDir: options.dataDir }) })));
      const text = table(
        rows,
        [
          { title: "name", of: ({ name }) => name },
          { title: "images", of: ({ inputShape }) => inputShape.join("×") },
          { title: "classes", of: ({ classes }) => String(classes.length), align: "right" },
          { title: "training", of: ({ train }) => grouped(train), align: "right" },
          { title: "test", of: ({ test }) => grouped(test), align: "right" },
          { title: "here", of: (row) => (row.needsDownload ? (row.present ? "yes" : `no, ${bytes(row.bytes)} to download`) : "drawn, no download") },
          { title: "licence", of: ({ licence }) => licence },
        ],
        terminal.colors.dim,
      );
      answer(terminal, { json: rows, text }, options.json);
    });

const infoText = (row: DataInfo): string =>
  [
    [row.name, row.title],
    ["images", `${row.inputShape.join("×")}, ${grouped(row.train)} to train and ${grouped(row.test)} to test`],
    ["classes", row.classes.join(", ")],
    ["licence", row.licence],
    ["source", row.source],
    ...(row.needsDownload
      ? [["here", row.present ? `yes, in ${row.folder}` : row.folder === undefined ? "no" : `in part, in ${row.folder}`], ...(row.present ? [] : [["searched", row.searched.join("\n                ")], ["download", `convscope data download ${row.name} (${bytes(row.bytes)})`]])]
      : [["here", "drawn from a seed whenever it is asked for"]]),
  ]
    .map(([what = "", value = ""]) => `${what.padEnd(16)}${value}`)
    .join("\n");

const info = (terminal: Terminal): CommandUnknownOpts =>
  command("info")
    .description("One data set: size, classes, licence, and where it is.")
    .addArgument(name())
    .addOption(dataDir())
    .action(async (dataset, options) => {
      const row = await dataInfo(dataset, { env: terminal.env, ...(options.dataDir !== undefined && { dataDir: options.dataDir }) });
      answer(terminal, { json: row, text: asTyped(infoText(row), terminal.env) }, options.json);
    });

const download = (terminal: Terminal): CommandUnknownOpts =>
  command("download")
    .description("Fetches a data set into the cache, resuming where an earlier download broke off. Checked against its checksums.")
    .addArgument(name())
    .option("--mirror <address...>", "fetch from here instead: a folder on the web that holds the .gz files")
    .action(async (dataset, options) => {
      const row = await withDownloadBar(terminal, (onProgress) => downloadData(dataset, { env: terminal.env, signal: terminal.signal, onProgress, ...(options.mirror && { mirrors: options.mirror }) }));
      answer(terminal, { json: row, text: infoText(row) }, options.json);
    });

const check = (terminal: Terminal): CommandUnknownOpts =>
  command("check")
    .description("Reads every file of a data set where it lies and compares it with its checksum.")
    .addArgument(name())
    .addOption(dataDir())
    .action(async (dataset, options) => {
      const files = await checkData(dataset, { env: terminal.env, ...(options.dataDir !== undefined && { dataDir: options.dataDir }) });
      const bad = files.filter(({ problem }) => problem !== undefined);
      const text = files.length === 0 ? `${dataset}: no files here to check.` : files.map(({ path, file, problem }) => `${problem === undefined ? "good" : "BAD "}  ${path ?? file}${problem === undefined ? "" : `: ${problem}`}`).join("\n");
      answer(terminal, { json: { name: dataset, good: bad.length === 0, files }, text }, options.json);
      if (bad.length > 0) throw new CommandError(`${dataset}: ${bad.length} of ${files.length} files are not as they should be.`);
    });

const show = (terminal: Terminal): CommandUnknownOpts =>
  command("show")
    .description("Draws samples of a data set with their labels, or one of them with its pixel values.")
    .addArgument(name())
    .addOption(dataDir())
    .option("--count <n>", "how many samples", whole(1), 40)
    .option("--index <i>", "one sample only", whole(0))
    .option("--pixels", "write the pixel values into the picture; needs --index")
    .option("--raw", "the bare image in its own pixels, as PNG; needs --index")
    .addOption(new Option("--split <split>", "which part").choices(["train", "test"] as const).default("test" as const))
    .option("--seed <n>", "of a drawn set", whole(0), 1)
    .option("-o, --out <file>", "an .svg or .png file (default <name>.svg, or another name that is free)", fileOf(".svg", ".png"))
    .addHelpText("after", `
Examples:
  convscope data show strokes
  convscope data show mnist --index 0 --pixels -o pixels.svg
  convscope data show mnist --index 0 --raw -o seven.png

A figure has a title and a frame; what predict reads is the bare image of --raw.`)
    .action(async (dataset, options) => {
      if (options.index === undefined && (options.pixels || options.raw)) throw new UsageError(`--${options.pixels ? "pixels" : "raw"} shows one sample: name it with --index.`);
      if (options.pixels && options.raw) throw new UsageError("--pixels draws a figure and --raw a bare image. Give one.");
      if (options.raw && options.out?.toLowerCase().endsWith(".svg")) throw new UsageError(`--raw writes a PNG. Received --out ${options.out}. Give a name that ends in .png.`);
      const loaded = await load(terminal, { data: dataset, seed: options.seed, samples: {}, ...(options.dataDir !== undefined && { dataDir: options.dataDir }) });
      const part = loaded[options.split];
      const last = size(part) - 1;
      if (options.index !== undefined) checkIndex(options.index, last + 1);
      const indices = options.index === undefined ? Array.from({ length: Math.min(options.count, last + 1) }, (_, i) => i) : [options.index];
      const label = (i: number): string => loaded.classes[part.labels[i] ?? 0] ?? "";
      const chosen = subset(part, indices);
      const [first = 0] = indices;
      const svg = options.pixels
        ? pixelValues({ image: image(part, first), shape: loaded.inputShape }, { title: `${loaded.title}, ${options.split} ${first}: ${label(first)}` })
        : sampleGrid({ ...chosen, classes: loaded.classes }, { title: `${loaded.title}, ${options.split}` });
      const file = options.out === undefined ? freeFile(resolve(terminal.cwd, dataset), options.raw ? ".png" : ".svg") : resolve(terminal.cwd, options.out);
      const [height = 1, width = 1, channels = 1] = loaded.inputShape;
      await writeAtomic(file, options.raw ? encodePng({ width, height, channels, data: image(part, first) }) : file.toLowerCase().endsWith(".png") ? toPng(svg) : svg);
      answer(terminal, { json: { name: dataset, split: options.split, file, samples: indices.map((i) => ({ index: i, label: label(i) })) }, text: `${indices.length} sample${indices.length === 1 ? "" : "s"} of ${dataset} drawn into ${file}` }, options.json);
    });
