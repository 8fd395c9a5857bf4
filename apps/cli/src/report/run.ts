import { summarize, GraphError, type Graph } from "@convscope/core";
import { dataInfo, datasets } from "@convscope/datasets";
import { firstFilters, mostConfused } from "@convscope/insight";
import { filterGrid } from "@convscope/viz";
import { existsSync } from "node:fs";
import { openEngine } from "../backends.ts";
import { CommandError, describe, isForeseen } from "../failure.ts";
import { importedData } from "../imported.ts";
import { openSubject, type Subject, type SubjectOptions } from "../measured.ts";
import { isDataName } from "../open-data.ts";
import { readBest, readRun, readRunGraph, runFiles, type Run } from "../run/run.ts";
import { readTest } from "../run/tested.ts";
import type { Terminal } from "../terminal.ts";
import { classesHtml, confusionHtml, pairsHtml } from "./confusion.ts";
import { curvesHtml } from "./curves.ts";
import { figureHtml, html, type Html } from "./html.ts";
import { lookAt, type Looked } from "./looked.ts";
import { networkHtml } from "./network.ts";
import { pageHtml, responsive, type Section } from "./page.ts";
import { explainedHtml, picturesHtml } from "./pictures.ts";
import { interval, summarySection, testResult } from "./summary.ts";

export interface ReportOptions extends SubjectOptions {
  readonly backend?: string | undefined;
  readonly threads?: number | undefined;
}

/** Something that a report does not hold. */
export interface Missing {
  readonly what: string;
  /** Why, and what to do about it. */
  readonly why: string;
}

/** A report, as a page and as facts. */
export interface Made {
  readonly page: string;
  readonly json: object;
  readonly missing: readonly Missing[];
}

/** What was left out, said where a reader begins. */
export const missingHtml = (missing: readonly Missing[]): Html | undefined =>
  missing.length === 0 ? undefined : html`<div class="note" role="note"><b>What is not here</b><ul>${missing.map(({ what, why }) => html`<li>${what}: ${why}</li>`)}</ul></div>`;

/** The report of a training that is kept in a folder; `reference` is that folder as it was named. */
export async function runReport(terminal: Terminal, folder: string, reference: string, options: ReportOptions): Promise<Made> {
  const run = readRun(folder);
  const graph = readRunGraph(folder, run);
  const summary = summarize(graph);
  const record = options.data === undefined ? readTest(folder, run) : undefined;
  const { looked, missing } = await looking(terminal, folder, reference, run, record?.confusion, options);
  const confusion = record?.confusion ?? looked?.report.confusion;
  const perClass = record?.perClass ?? looked?.report.perClass;
  const { classes } = run.data;
  const title = looked?.title ?? (isDataName(run.config.data) ? datasets[run.config.data as keyof typeof datasets].title : run.data.name);
  const result = confusion && testResult(confusion);
  const heading = `${run.config.model}${run.data.name === importedData && !looked ? "" : ` on ${title}`}`;
  const chosenBy = run.best?.metric === "valAccuracy" || run.best?.metric === "valLoss" ? run.best.metric : "";
  const part = (id: string, of: string, body: Html | undefined): readonly Section[] => (body === undefined ? [] : [{ id, title: of, body }]);
  const sections = [
    summarySection({ run, summary, title, result, reference, imported: run.data.name === importedData }),
    ...part("curves", "Training", run.history.length === 0 ? undefined : curvesHtml(run.history, "Loss and accuracy over the epochs", { best: run.best?.epoch ?? "none", chosenBy, kept: true, note: "Training values are running means over the epoch; validation is measured at its end." })),
    ...part("network", "Network", networkHtml(graph, summary)),
    ...part("confusion", "Confusion", confusion && confusionHtml({ confusion, classes, pairs: looked?.confused ?? [] })),
    ...part("classes", "Each class", perClass && classesHtml(perClass)),
    ...part("mistakes", "Worst mistakes", looked && looked.mistakes.length > 0 ? html`<p>The test pictures that cost most: the true class got the least probability, which stands in brackets behind it. Wrong labels are often among them.${isDataName(run.config.data) && options.data === undefined ? html` A closer look at one: <code>convscope look gradcam ${reference} --data ${run.config.data} --index ${looked.mistakes[0]?.index}</code>` : undefined}</p>${picturesHtml(looked.mistakes, classes)}` : undefined),
    ...part("attributions", "Where it looked", looked && looked.explained.of.length > 0 ? explainedHtml(looked.explained, classes) : undefined),
    ...part("filters", "First filters", filtersHtml(folder, graph)),
    ...part("confused", "Confused pictures", looked && pairsHtml(looked.confused, classes)),
  ];
  const judged = ({ index, truth, predicted, probability, right }: Looked["mistakes"][number]): object => ({ index, true: classes[truth], predicted: classes[predicted], probability, probabilityOfTrue: right });
  return {
    page: pageHtml({ title: heading, lead: html`<p class="muted">Report of the run ${reference}${run.status === "finished" ? "" : `, ${run.status}`}</p>${missingHtml(missing)}`, sections }),
    missing,
    json: {
      run: folder, model: run.config.model, data: run.data.name, status: run.status, params: summary.params, macs: summary.macs, epochs: run.history.length, ...(run.best && { best: run.best }), ...(run.test && { test: run.test }),
      ...(result && { tested: { ...result, accuracy: result.right / result.samples, interval: interval(result.right, result.samples) } }),
      ...(confusion && { confused: mostConfused(confusion).map(({ label, predicted, count, share }) => ({ true: classes[label], predicted: classes[predicted], count, share })) }),
      ...(looked && { looked: { samples: looked.samples, accuracy: looked.report.accuracy, mistakes: looked.mistakes.map(judged), explained: { way: looked.explained.way, layer: looked.explained.layer, of: looked.explained.of.map(({ example }) => judged(example)) } } }),
      sections: sections.map(({ id }) => id),
    },
  };
}

/** What the data tell, or why they tell nothing: a report does not fail for want of them, unless they were named. */
async function looking(terminal: Terminal, folder: string, reference: string, run: Run, confusion: readonly (readonly number[])[] | undefined, options: ReportOptions): Promise<{ readonly looked?: Looked; readonly missing: readonly Missing[] }> {
  const what = "Pictures, mistakes and what spoke for them";
  if (run.status === "running" || run.status === "interrupted" || run.status === "failed") {
    const reason = run.reason === undefined ? "" : ` (${run.reason.replace(/\.$/, "")})`;
    return { missing: [{ what: "The test, and all pictures", why: `the training is ${run.status}${reason}, and what is not finished is not tested. "convscope train --resume --out ${reference}" goes on with it.` }] };
  }
  if (run.data.name === importedData && options.data === undefined) return { missing: [{ what: "The test, and all pictures", why: "the network was imported and names no data set. Name one that fits with --data." }] };
  let subject: Subject;
  try {
    await checkHere(terminal, run, options);
    subject = await openSubject(terminal, folder, options);
  } catch (error) {
    if (options.data !== undefined || options.dataDir !== undefined || terminal.signal.aborted || !isForeseen(error)) throw error;
    return { missing: [{ what, why: describe(error) }] };
  }
  const engine = await openEngine(options);
  const looked = await lookAt(terminal, subject, engine, { testSamples: options.testSamples, confusion });
  return { looked, missing: [] };
}

/** Refuses to download data for a report. */
async function checkHere(terminal: Terminal, run: Run, { data = run.config.data, dataDir = run.config.dataDir }: ReportOptions): Promise<void> {
  if (!isDataName(data)) return;
  const { needsDownload, present } = await dataInfo(data, { env: terminal.env, ...(dataDir !== undefined && { dataDir }) });
  if (needsDownload && !present) throw new CommandError(`the data ${data} are not on this machine. "convscope data download ${data}" fetches them, and --data-dir says where they are; then make the report again.`);
}

/** The kernels of the first convolution, where there is one and it has been trained. */
function filtersHtml(folder: string, graph: Graph): Html | undefined {
  if (!existsSync(runFiles(folder).best)) return undefined;
  try {
    const { node, kernels } = firstFilters(graph, readBest(folder));
    const filters = { data: Float32Array.from(kernels.data), shape: kernels.shape };
    return html`<p>The kernels that look at the picture itself. Each responds most to a patch that looks like it${kernels.shape[2] === 3 ? "" : ": bright where it is vermilion, dark where it is blue"}.</p>
${responsive((width) => figureHtml(filterGrid(filters, { title: `Kernels of ${node}`, theme: "auto", width, limit: 64 })).html)}`;
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}
