import { formatShape, type Summary } from "@convscope/core";
import { duration } from "../progress.ts";
import type { Run } from "../run/run.ts";
import { optimizerOf } from "../settings.ts";
import { grouped, rounded } from "../table.ts";
import { html, type Html } from "./html.ts";
import { facts, folded, percent, tableHtml, type Section } from "./page.ts";

/** What a test came to. */
export interface TestResult {
  readonly samples: number;
  readonly right: number;
  /** Share of the most frequent class among the test pictures. */
  readonly guessing: number;
}

/** The counts of a confusion matrix. */
export function testResult(confusion: readonly (readonly number[])[]): TestResult {
  const rows = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const samples = rows.reduce((sum, count) => sum + count, 0);
  return { samples, right: confusion.reduce((sum, row, i) => sum + (row[i] ?? 0), 0), guessing: samples === 0 ? 0 : Math.max(...rows) / samples };
}

/** Where a share lies with 95 % confidence, `successes` of `n` seen: the score interval (Wilson 1927), which stays within 0 … 1. */
export function interval(successes: number, n: number): readonly [low: number, high: number] {
  const z = 1.959964;
  const share = successes / n;
  const middle = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** The accuracy, and what it means. */
function resultHtml({ samples, right, guessing }: TestResult, { best, test }: Pick<Run, "best" | "test">): Html {
  const accuracy = right / samples;
  const [low, high] = interval(right, samples);
  const wrong = samples - right;
  const rate = wrong === 0 ? "None is wrong." : `${wrong === 1 ? "One is" : `${grouped(wrong)} are`} wrong: about one in ${grouped(Math.round(samples / wrong))}.`;
  return html`<p class="result">${percent(accuracy)}</p>
<p>of ${grouped(samples)} test pictures, which it has not learned from, are named rightly. ${rate} Always naming the most frequent class would be right for ${percent(guessing)}. So many test pictures tell that the accuracy on such pictures lies between ${percent(low)} and ${percent(high)} (95\u00a0% confidence).</p>
${test === undefined ? undefined : html`<p class="muted">Loss ${test.loss.toFixed(4)}, macro F1 ${percent(test.macroF1)}.${best ? ` Measured once, with the weights of epoch ${best.epoch}, which did best on held-out data; the test chose nothing.` : ""}</p>`}`;
}

const isKind = (value: unknown): value is { readonly kind: string } => typeof value === "object" && value !== null && "kind" in value;

/** A setting as people read it. */
const shown = (value: unknown): string => (typeof value === "string" ? value : isKind(value) && Object.keys(value).length === 1 ? value.kind : JSON.stringify(value));

/** What the folder's place and this machine say, which is of no interest elsewhere. */
const ofHere: ReadonlySet<string> = new Set(["$schema", "out", "dataDir", "model", "data", "epochs", "threads", "backend"]);

export interface Summarised {
  readonly run: Run;
  readonly summary: Summary;
  /** The data set's title. */
  readonly title: string;
  readonly result: TestResult | undefined;
  /** As the command was called. */
  readonly reference: string;
  readonly imported: boolean;
}

/** What was trained, on what, with what settings, and what came out. */
export function summarySection({ run, summary, title, result, reference, imported }: Summarised): Section {
  const { config, backend, history, best, seconds, imagesPerSecond, versions, changes = [] } = run;
  const settings = Object.entries(config).filter(([name, value]) => !ofHere.has(name) && value !== undefined && !(name === "samples" && Object.keys(value as object).length === 0));
  const body = html`${result && result.samples > 0 ? resultHtml(result, run) : html`<p>${imported ? "The network was trained elsewhere, and its test is not known here." : "It has not been tested."}</p>`}
${facts([
    ["network", run.config.model],
    ["data", title],
    ["takes", formatShape(run.data.inputShape)],
    ["classes", grouped(run.data.classes.length)],
    ["learned parameters", grouped(summary.trainableParams)],
    ["MACs per picture", html`<span title="${grouped(summary.macs)}">${rounded(summary.macs)}</span>`],
    ...(imported ? [] : [
      ["epochs", `${history.length} of ${config.epochs}`] as const,
      ["optimiser", shown(config.optimizer)] as const,
      ["learning rate", `${optimizerOf(config).learningRate}, ${shown(config.schedule)}`] as const,
      ["batch", String(config.batch)] as const,
      ["seed", String(config.seed)] as const,
      best && (["weights of epoch", String(best.epoch)] as const),
      ["computed by", `${backend.name}, ${backend.threads} thread${backend.threads === 1 ? "" : "s"}`] as const,
      ["time", duration(seconds)] as const,
      ["training pictures per second", grouped(Math.round(imagesPerSecond))] as const,
    ]),
  ])}
${imported ? undefined : html`<h3>How to repeat it</h3>
<pre><code>convscope rerun ${reference}</code></pre>
<p>The folder of the run, and the data, are enough. The bits are the same on the same backend with as many threads.</p>
${changes.length > 0 ? html`<p>It was gone on with otherwise than it began: ${changes.join("; ")}.</p>` : undefined}
${folded("All settings", tableHtml("Settings of the training", settings, [{ title: "setting", of: ([name]) => name }, { title: "value", of: ([, value]) => shown(value) }]))}`}
${folded("Versions and checksum", facts([...Object.entries(versions).map(([name, value]) => [name, value] as const), ["data", run.data.checksum]]))}`;
  return { id: "summary", title: "Summary", body };
}
