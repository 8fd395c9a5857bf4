import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { summarize } from "@convscope/core";
import { recipe, verdicts, type Verdict } from "@convscope/recipes";
import { duration } from "../progress.ts";
import { bound, figure } from "../recipe/text.ts";
import { readRecord } from "../recipe/record.ts";
import { graphFile } from "../resolve.ts";
import { curvesHtml } from "./curves.ts";
import { html, type Html } from "./html.ts";
import { networkHtml } from "./network.ts";
import { facts, folded, pageHtml, tableHtml, type Section } from "./page.ts";
import { missingHtml, type Made, type Missing } from "./run.ts";

/** Figures of the folder take at most so many bytes in the report. */
const mostFigures = 2_000_000;

/** The report of a recipe that was carried out: what it measured, its stages, its figures and its networks. */
export function recipeReport(folder: string, reference: string): Made {
  const record = readRecord(folder);
  const known = recipe(record.recipe);
  const { settings, measures = {}, stages, backend, versions } = record;
  const own = known?.kind === "program" && Object.entries(known.settings).every(([name, value]) => settings[name] === value);
  const judged = own && record.status === "finished" ? verdicts(known.expected, measures) : [];
  const drawn = figuresOf(folder);
  const missing: readonly Missing[] = [
    ...(record.status === "finished" ? [] : [{ what: "What it comes to", why: `the recipe is ${record.status}${record.reason === undefined ? "" : ` (${record.reason.replace(/\.$/, "")})`}. "convscope train --resume --out ${reference}" goes on with it.` }]),
    ...(drawn.left.length > 0 ? [{ what: drawn.left.join(", "), why: "too large for a page that holds everything. The folder has them." }] : []),
  ];
  const networks = networksOf(folder);
  const sections: readonly Section[] = [
    { id: "summary", title: "Summary", body: html`${known && html`<p>${known.teaches}</p>`}
${Object.keys(measures).length === 0 ? undefined : measuresHtml(measures, judged)}
${facts([
      ["task", known?.task ?? record.recipe], ["seed", String(record.seed)], ["computed by", `${backend.name}, ${backend.threads} thread${backend.threads === 1 ? "" : "s"}`], ["time", duration(record.seconds)],
      ...(record.data ?? []).map(({ name }) => ["data", name] as const), ...Object.entries(settings).map(([name, value]) => [name, figure(value)] as const),
    ])}
<h3>How to repeat it</h3>
<pre><code>convscope rerun ${reference}</code></pre>
${folded("Versions and checksums", facts([...Object.entries(versions), ...(record.data ?? []).map(({ name, checksum }) => [name, checksum] as const)]))}` },
    ...Object.entries(stages).filter(([, { history }]) => history.length > 0).map(([stage, { history }]) => ({ id: `stage-${stage}`, title: `Stage ${stage}`, body: curvesHtml(history, `Stage ${stage}`, {}) })),
    ...(drawn.shown.length > 0 ? [{ id: "figures", title: "Figures", body: html`${drawn.shown}` }] : []),
    ...networks.map(({ name, graph }) => ({ id: `network-${name}`, title: `Network ${name}`, body: networkHtml(graph, summarize(graph)) })),
  ];
  return {
    page: pageHtml({ title: known?.title ?? record.recipe, lead: html`<p class="muted">Report of the recipe ${record.recipe}, carried out in ${reference}</p>${missingHtml(missing)}`, sections }),
    missing,
    json: { run: folder, recipe: record.recipe, status: record.status, settings, measures, expected: judged, stages: Object.keys(stages), networks: networks.map(({ name }) => name), seconds: record.seconds, sections: sections.map(({ id }) => id) },
  };
}

const measuresHtml = (measures: { readonly [name: string]: number }, judged: readonly Verdict[]): Html => {
  const of = (name: string): Verdict | undefined => judged.find(({ measure }) => measure === name);
  return tableHtml("What was measured", Object.entries(measures), [
    { title: "measure", of: ([name]) => name },
    { title: "value", of: ([, value]) => figure(value), number: true },
    ...(judged.length === 0 ? [] : [{ title: "expected", of: ([name]: readonly [string, number]) => { const verdict = of(name); return verdict === undefined ? "" : html`<span class="${verdict.met ? "right" : "wrong"}">${verdict.met ? "✓" : "✗"} ${bound(verdict)}</span>`; } }]),
  ]);
};

/** The figures of a folder as pictures, in which nothing can run: the files may have been changed by anyone. */
function figuresOf(folder: string): { readonly shown: readonly Html[]; readonly left: readonly string[] } {
  const shown: Html[] = [];
  const left: string[] = [];
  let bytes = 0;
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".svg")).sort()) {
    const svg = readFileSync(join(folder, name));
    bytes += svg.length;
    if (bytes > mostFigures) {
      left.push(name);
      continue;
    }
    const words = (tag: string): string => new RegExp(`<${tag}>([^<]*)`).exec(svg.toString("utf8"))?.[1]?.replace(/&(amp|lt|gt|quot|#39);/g, (_, entity: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[entity] ?? "") ?? basename(name, ".svg");
    shown.push(html`<figure class="drawn"><img src="data:image/svg+xml;base64,${svg.toString("base64")}" alt="${words("title")}. ${words("desc")}"></figure>
`);
  }
  return { shown, left };
}

function networksOf(folder: string): readonly { readonly name: string; readonly graph: ReturnType<typeof graphFile> }[] {
  const networks = join(folder, "networks");
  return existsSync(networks) ? readdirSync(networks).filter((name) => existsSync(join(networks, name, "graph.json"))).map((name) => ({ name, graph: graphFile(join(networks, name, "graph.json")) })) : [];
}
