import { formatShape, inferShapes } from "@convscope/core";
import { sparseCategoricalCrossentropy, type Data } from "@convscope/nn";
import { withBar } from "./bar.ts";
import { CommandError, UsageError } from "./failure.ts";
import { isDataName, testedData, type OpenDataOptions } from "./open-data.ts";
import { dataOf, openSamples, tellProblems, without, type Part } from "./samples.ts";
import type { Source } from "./source.ts";
import type { Terminal } from "./terminal.ts";

export interface TestSamplesOptions {
  /** That of the training unless given. */
  readonly data?: string | undefined;
  readonly dataDir?: string | undefined;
  readonly labels?: OpenDataOptions["labels"];
  /** Only so many; all unless given. */
  readonly samples?: number | undefined;
}

/** Test samples of a data set as a network takes them. */
export interface TestSamples {
  /** As it was named. */
  readonly name: string;
  readonly classes: readonly string[];
  /** The true class of each. */
  readonly labels: Int32Array;
  readonly data: Data;
}

/** Pictures that are read together. */
const together = 64;

/** Opens the test samples of a data set, hands them over, and closes them. A picture that cannot be read is left out, and told of. */
export async function withTestSamples<T>(terminal: Terminal, reference: string, source: Source, asked: TestSamplesOptions, use: (samples: TestSamples) => Promise<T>): Promise<T> {
  const { graph, preprocessing, seed, checksum } = source;
  const name = asked.data ?? source.data;
  if (name === undefined) throw new UsageError(`${reference} names no data set: name one with --data, such as --data mnist. "convscope data list" lists them.`);
  const shape = inferShapes(graph).get(Object.keys(graph.inputs)[0] ?? "") ?? [];
  // Drawn sets draw no training images for it.
  const samples = { train: 1, test: asked.samples };
  const dataset = await testedData(terminal, { checksum, ...(!preprocessing && !isDataName(name) && { classes: source.classes }) }, { data: name, dataDir: asked.dataDir ?? source.dataDir, labels: asked.labels ?? source.labels, seed, samples });
  if ("parts" in dataset ? shape.length !== 3 : String(dataset.inputShape) !== String(shape))
    throw new CommandError(`${name}: its pictures must be what the network takes, ${formatShape(shape)}. Received ${"parts" in dataset ? "pictures" : formatShape(dataset.inputShape)}. Choose other --data.`);
  if ("parts" in dataset && (dataset.parts.test ?? []).length === 0) throw new CommandError(`${name}: has no pictures for a test. Choose other --data.`);
  const standardise = preprocessing ? { mean: [...preprocessing.mean], std: [...preprocessing.std] } : (source.standardise ?? false);
  const opened = await openSamples(dataset, { samples, seed, validation: 0, shape, standardise });
  try {
    const part = "parts" in dataset ? await readable(terminal, opened.test) : opened.test;
    tellProblems(terminal, opened.problems());
    if (part.places.length === 0) throw new CommandError(`${name}: none of its test pictures can be read. "convscope data check" says what is wrong with them.`);
    return await use({ name, classes: dataset.classes, labels: part.labels, data: dataOf(part, graph, sparseCategoricalCrossentropy()) });
  } finally {
    await opened.close();
  }
}

/** The pictures of files that can be read: known only once they were read, and those of most sets are then kept. */
async function readable(terminal: Terminal, part: Part): Promise<Part> {
  const unread = new Set(part.places);
  await withBar(terminal, "reading pictures", async (report) => {
    for (let from = 0; from < part.places.length; from += together) {
      terminal.signal.throwIfAborted();
      const asked = part.places.subarray(from, from + together);
      for (const place of (await part.pipeline.batch(asked)).indices) unread.delete(place);
      report(from + asked.length, part.places.length);
    }
  });
  return without(part, unread);
}
