import { dataInfo, first, loadDataset, type ImageDataset } from "@convscope/datasets";
import { SingleBar } from "cli-progress";
import { interruption } from "./failure.ts";
import { checkLabels } from "./labels.ts";
import type { Config } from "./settings.ts";
import { bytes } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Loads a data set, showing the progress of a download. */
export async function load(terminal: Terminal, { data, dataDir, labels, samples, seed }: Pick<Config, "data" | "dataDir" | "labels" | "samples" | "seed">): Promise<ImageDataset> {
  checkLabels(data, labels);
  const options = { env: terminal.env, signal: terminal.signal, ...(dataDir !== undefined && { dataDir }), ...(labels && { labels }) };
  const { needsDownload, present } = await dataInfo(data, options);
  if (!needsDownload) return loadDataset(data, { ...options, seed, ...definedOnly(samples) });
  if (!present) terminal.err(`${data} is not on this machine; downloading\n`);
  const loaded = await withDownloadBar(terminal, (onProgress) => loadDataset(data, { ...options, onProgress }));
  terminal.signal.throwIfAborted();
  return { ...loaded, train: first(loaded.train, samples.train ?? Infinity), test: first(loaded.test, samples.test ?? Infinity) };
}

type Report = (progress: { readonly file: string; readonly received: number; readonly total?: number | undefined }) => void;

/** Runs a download under a bar on standard error. */
export async function withDownloadBar<T>(terminal: Terminal, run: (report: Report) => Promise<T>): Promise<T> {
  let bar: SingleBar | undefined;
  let shown = "";
  const report: Report = ({ file, received, total }) => {
    if (!terminal.interactive) {
      if (shown !== file) terminal.err(`downloading ${file}${total === undefined ? "" : ` (${bytes(total)})`}\n`);
      shown = file;
      return;
    }
    if (shown !== file) bar?.stop();
    if (shown !== file || !bar) {
      bar = new SingleBar({ format: "{file} {bar} {percentage} % · {left} left", barsize: 20, linewrap: false, barCompleteChar: "█", barIncompleteChar: "░", hideCursor: true, stream: process.stderr });
      bar.start(total ?? received, received, { file, left: "" });
    }
    shown = file;
    bar.update(received, { file, left: total === undefined ? "?" : bytes(total - received) });
  };
  try {
    return await run(report);
  } catch (error) {
    if (terminal.signal.aborted) throw interruption(terminal.signal, "Interrupted. What has come is kept; the same command goes on from there.");
    throw error;
  } finally {
    bar?.stop();
  }
}

const definedOnly = (options: { readonly train?: number | undefined; readonly test?: number | undefined }): { train?: number; test?: number } => ({
  ...(options.train !== undefined && { train: options.train }),
  ...(options.test !== undefined && { test: options.test }),
});
