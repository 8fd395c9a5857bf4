import { Argument, Command, Option, type CommandUnknownOpts } from "@commander-js/extra-typings";
import { dataInfo, datasets, downloadData, type DataInfo } from "@convscope/datasets";
import { answer, command } from "../command.ts";
import { withDownloadBar } from "../data.ts";
import { asTyped } from "../invocation.ts";
import { checkLabels, labelsOption } from "../labels.ts";
import { dataReference, isDataName, openData, type AnyData } from "../open-data.ts";
import { shelfOf } from "../shelf.ts";
import { bytes, grouped, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { oneOf } from "../values.ts";
import { indented } from "../wrap.ts";
import { checkCommand } from "./data-check.ts";
import { showCommand } from "./data-show.ts";

/** `convscope data`: what there is to learn from. */
export const dataCommand = (terminal: Terminal): CommandUnknownOpts =>
  new Command("data")
    .summary("data sets: list, info, download, show, check")
    .description("Lists the data sets, tells where they are on this machine, downloads them; draws and checks them, and pictures of your own.")
    .addCommand(list(terminal))
    .addCommand(info(terminal))
    .addCommand(download(terminal))
    .addCommand(showCommand(terminal))
    .addCommand(checkCommand(terminal));

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

const infoText = (row: DataInfo, width: number): string =>
  lines(
    [
      [row.name, row.title],
      ["images", `${row.inputShape.join("×")}, ${grouped(row.train)} to train and ${grouped(row.test)} to test`],
      ["classes", row.classes.join(", ")],
      ["licence", row.licence],
      ["source", row.source],
      ...(row.needsDownload
        ? [["here", row.present ? `yes, in ${row.folder}` : row.folder === undefined ? "no" : `in part, in ${row.folder}`], ...(row.present ? [] : [["searched", row.searched.join("\n")], ["download", `convscope data download ${row.name} (${bytes(row.bytes)})`]])]
        : [["here", "drawn from a seed whenever it is asked for"]]),
    ],
    width,
  );

const indent = 16;
const lines = (rows: readonly (readonly string[])[], width: number): string => rows.map(([what = "", value = ""]) => `${what.padEnd(indent)}${indented(value, width, indent)}`).join("\n");

/** What a person's own data hold. */
interface OwnInfo {
  readonly name: string;
  readonly title: string;
  readonly layout: string;
  readonly classes: readonly string[];
  readonly parts: readonly { readonly part: string; readonly pictures: number }[];
  readonly source: string;
  readonly checksum: string;
  readonly problems: readonly { readonly file: string; readonly problem: string }[];
}

async function ownInfo(data: AnyData): Promise<OwnInfo> {
  const { name, title, classes, source, checksum } = data;
  const { parts, count } = await shelfOf(data);
  const held = parts.map((part) => ({ part, pictures: count(part) }));
  return { name, title, classes, parts: held, source, checksum, ...("parts" in data ? { layout: data.layout ?? "parquet", problems: data.problems } : { layout: `arrays, ${data.inputShape.join("×")}`, problems: [] }) };
}

const mostProblems = 10;

const ownText = ({ name, title, layout, classes, parts, source, problems }: OwnInfo, width: number): string =>
  lines(
    [
      [name, title],
      ["layout", layout],
      ["pictures", parts.map(({ part, pictures }) => `${grouped(pictures)} ${part}`).join(", ")],
      ["classes", `${grouped(classes.length)}: ${classes.join(", ")}`],
      ["here", source],
      ...problems.slice(0, mostProblems).map(({ file, problem }, i) => [i === 0 ? "passed over" : "", `${file === "" ? "" : `${file}: `}${problem}`]),
      ...(problems.length > mostProblems ? [["", `and ${grouped(problems.length - mostProblems)} more (--json lists all)`]] : []),
    ],
    width,
  );

const widthOf = (terminal: Terminal): number => Math.min(terminal.columns, 100);

const info = (terminal: Terminal): CommandUnknownOpts =>
  command("info")
    .description("One data set: size, classes, licence, and where it is. Of a folder, a list or a file of arrays: what is found in it.")
    .addArgument(new Argument("<data>", `${Object.keys(datasets).join(", ")}; or a path`))
    .addOption(dataDir())
    .addOption(labelsOption())
    .addHelpText("after", `
Examples:
  convscope data info mnist
  convscope data info photos
  convscope data info annotations/instances_val.json`)
    .action(async (reference, options) => {
      const found = dataReference(reference, terminal.cwd);
      checkLabels(found, options.labels);
      if (!isDataName(found)) {
        const own = await ownInfo(await openData(terminal, { data: reference, dataDir: undefined, seed: 1, samples: {}, split: "none" }));
        answer(terminal, { json: own, text: ownText(own, widthOf(terminal)) }, options.json);
        return;
      }
      const row = await dataInfo(found, { env: terminal.env, ...(options.dataDir !== undefined && { dataDir: options.dataDir }), ...(options.labels && { labels: options.labels }) });
      answer(terminal, { json: row, text: asTyped(infoText(row, widthOf(terminal)), terminal.env) }, options.json);
    });

const download = (terminal: Terminal): CommandUnknownOpts =>
  command("download")
    .description("Fetches a data set into the cache, resuming where an earlier download broke off. Checked against its checksums.")
    .addArgument(name())
    .option("--mirror <address...>", "fetch from here instead: a folder on the web that holds the packed files")
    .action(async (dataset, options) => {
      const row = await withDownloadBar(terminal, (onProgress) => downloadData(dataset, { env: terminal.env, signal: terminal.signal, onProgress, ...(options.mirror && { mirrors: options.mirror }) }));
      answer(terminal, { json: row, text: infoText(row, widthOf(terminal)) }, options.json);
    });
