import { resolve } from "node:path";
import { Argument, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { checkData, checkPictures, datasetName, datasets, type CheckedFile, type QualityReport } from "@convscope/datasets";
import { writeAtomic } from "@convscope/files";
import { pictureSheet, type SheetPicture } from "@convscope/viz";
import { toPng } from "@convscope/viz/png";
import { SingleBar } from "cli-progress";
import { answer, command } from "../command.ts";
import { CommandError } from "../failure.ts";
import { labelsOption } from "../labels.ts";
import { dataReference, isDataName, openData, type AnyData } from "../open-data.ts";
import { placeText, qualityText, shortNames } from "../quality-text.ts";
import { shelfOf } from "../shelf.ts";
import { grouped } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { fileOf, whole } from "../values.ts";
import { asSheet } from "./data-show.ts";

/** `convscope data check`: the files against their checksums, then what is in the pictures. */
export const checkCommand = (terminal: Terminal): CommandUnknownOpts =>
  command("check")
    .description("Compares a named set's files with their checksums. Then looks at every picture, of a named set or of your own: unreadable, copied (also between training and test), mislabelled-looking, grey, tiny or empty ones, and uneven classes.")
    .addArgument(new Argument("<data>", `${Object.keys(datasets).join(", ")}; or the path of a folder, a list or a file of arrays`))
    .option("--data-dir <folder>", "where a named set's files are")
    .addOption(labelsOption())
    .option("--files", "only the files of a named set, not what is in them")
    .option("--examples <n>", "how many examples of each finding to show", whole(0), 5)
    .option("--seed <n>", "of a drawn set", whole(0), 1)
    .option("--sheet <file>", "draw the pictures that were found into an .svg or .png file", fileOf(".svg", ".png"))
    .addHelpText("after", `
Examples:
  convscope data check photos
  convscope data check photos --sheet suspicious.png --examples 12
  convscope data check mnist --files

Errors make a training fail or its result wrong, warnings may spoil it a little,
notes are worth a look. The exit status is 1 only if there are errors.`)
    .action(async (reference, options) => {
      const found = dataReference(reference, terminal.cwd);
      const files = isDataName(found) ? await filesOf(terminal, found, options.dataDir) : [];
      const bad = files.filter(({ problem }) => problem !== undefined);
      const name = isDataName(found) ? found : reference;
      const absent = isDataName(found) && files.length === 0 && datasets[datasetName(found)].needsDownload;
      const told = absent ? [`${name}: no files here to check.`] : files.map(({ path, file, problem }) => `${problem === undefined ? "good" : "BAD "}  ${path ?? file}${problem === undefined ? "" : `: ${problem}`}`);
      if (bad.length > 0 || absent || options.files) {
        answer(terminal, { json: { name, good: bad.length === 0, files }, text: told.length === 0 ? `${name}: has no files to check.` : told.join("\n") }, options.json);
        if (bad.length > 0) throw new CommandError(`${name}: ${bad.length} of ${files.length} files are not as they should be.`);
        return;
      }
      const data = await openData(terminal, { data: reference, dataDir: options.dataDir, labels: options.labels, seed: options.seed, samples: {}, split: "none" });
      const report = await withBar(terminal, (onProgress) => checkPictures(data, { signal: terminal.signal, onProgress, examples: options.examples }));
      const sheet = options.sheet === undefined ? undefined : await drawSheet(data, report, resolve(terminal.cwd, options.sheet));
      const errors = report.findings.filter(({ severity }) => severity === "error").length;
      const text = [...told, ...(told.length > 0 ? [""] : []), qualityText(report, terminal), ...(sheet === undefined ? [] : [sheet.told])].join("\n");
      answer(terminal, { json: { ...report, good: errors === 0, files, ...(sheet?.file !== undefined && { sheet: sheet.file }) }, text }, options.json);
      if (errors > 0) throw new CommandError(`${name}: ${errors === 1 ? "there is an error" : `there are ${errors} errors`} in the data.`);
    });

const filesOf = (terminal: Terminal, name: string, dataDir: string | undefined): Promise<readonly CheckedFile[]> => checkData(name, { env: terminal.env, ...(dataDir !== undefined && { dataDir }) });

type Report = NonNullable<NonNullable<Parameters<typeof checkPictures>[1]>["onProgress"]>;

const stages = { reading: "reading", copies: "looking for copies among", labels: "comparing labels of" } as const;

/** Runs a check under a bar on standard error; where that is no terminal, a line for each stage. */
async function withBar<T>(terminal: Terminal, run: (report: Report) => Promise<T>): Promise<T> {
  let bar: SingleBar | undefined;
  let shown = "";
  const report: Report = ({ stage, done, total }) => {
    if (shown !== stage) {
      bar?.stop();
      if (terminal.interactive) {
        bar = new SingleBar({ format: `${stages[stage]} ${grouped(total)} pictures {bar} {percentage} %`, barsize: 20, linewrap: false, barCompleteChar: "█", barIncompleteChar: "░", hideCursor: true, clearOnComplete: true, stream: process.stderr });
        bar.start(total, done);
      } else terminal.err(`${stages[stage]} ${grouped(total)} picture${total === 1 ? "" : "s"}\n`);
    }
    shown = stage;
    bar?.update(done);
  };
  try {
    return await run(report);
  } finally {
    bar?.stop();
  }
}

/** Pixels of the figure and of a picture in it, its longer side. */
const [side, sharpSide] = [130, 260];
/** Of pictures that belong together, so many are drawn; of all, so many. */
const [mostTogether, most] = [4, 200];

/** Draws the pictures of the findings, those that belong together side by side. */
async function drawSheet(data: AnyData, report: QualityReport, file: string): Promise<{ readonly told: string; readonly file?: string }> {
  const shelf = await shelfOf(data, sharpSide);
  const pictures: SheetPicture[] = [];
  for (const { kind, examples } of report.findings)
    for (const [i, { pictures: places, detail }] of examples.entries()) {
      const together = places.length > 1;
      for (const place of places.slice(0, mostTogether)) {
        if (pictures.length >= most) break;
        const found = await shelf.read(place.part, place.index);
        if (!("problem" in found)) pictures.push(asSheet(found, `${shortNames[kind]}${together ? ` ${i + 1}` : ""}: ${placeText(place)}${together ? "" : `, ${detail}`}`));
      }
    }
  if (pictures.length === 0) return { told: "Nothing to draw: no picture was found that can be shown." };
  const svg = pictureSheet(pictures, { title: `${report.name}: what the check found`, side, width: 900 });
  await writeAtomic(file, file.toLowerCase().endsWith(".png") ? toPng(svg) : svg);
  return { told: `The pictures are drawn in ${file}`, file };
}
