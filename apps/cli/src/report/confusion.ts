import { mostConfused } from "@convscope/insight";
import { confusionMatrix, perClassBars } from "@convscope/viz";
import type { ClassRow } from "../class-table.ts";
import { grouped } from "../table.ts";
import { figureHtml, html, type Html } from "./html.ts";
import type { ConfusedPair } from "./looked.ts";
import { folded, percent, responsive } from "./page.ts";
import { picturesHtml } from "./pictures.ts";

export interface Confused {
  readonly confusion: readonly (readonly number[])[];
  readonly classes: readonly string[];
  /** With pictures, where there are data; the most frequent first. */
  readonly pairs: readonly ConfusedPair[];
}

/** Of more classes than this a matrix cannot be read. */
const mostClasses = 100;
/** Pairs that are named. */
const named = 10;

const anchor = (truth: number, predicted: number): string => `taken-${truth}-for-${predicted}`;

const withPictures = (pairs: readonly ConfusedPair[]): readonly ConfusedPair[] => pairs.filter(({ examples }) => examples.length > 0);

/** Which class is taken for which: the matrix, whose mistakes lead to their pictures, and the most frequent ones in words. */
export function confusionHtml({ confusion, classes, pairs }: Confused): Html {
  const places = new Set(withPictures(pairs).map(({ label, predicted }) => anchor(label, predicted)));
  const drawn = (values: "counts" | "shares"): Html => responsive((width) => figureHtml(confusionMatrix({ matrix: confusion, classes }, {
    theme: "auto", width: Math.min(width, 640), values,
    title: values === "counts" ? "Test pictures of each class, by what they were taken for" : "The same in per cent of each class",
    link: ({ truth, predicted }) => (places.has(anchor(truth, predicted)) ? `#${anchor(truth, predicted)}` : undefined),
  })).html);
  const words = ({ label, predicted, count, share }: Omit<ConfusedPair, "examples">): Html => html`${classes[label] ?? ""} taken for ${classes[predicted] ?? ""}: ${grouped(count)} of ${grouped(Math.round(count / share))} (${percent(share)})`;
  const most = mostConfused(confusion, named);
  return html`${classes.length > mostClasses ? html`<p>A matrix of ${grouped(classes.length)} classes is too large to be read here; <code>convscope evaluate --json</code> gives it.</p>` : html`<p>A row is a true class, a column what its pictures were taken for.${places.size > 0 ? " A click on a mistake leads to some of its pictures." : ""}</p>
${drawn("counts")}
${folded("In per cent of each class", drawn("shares"))}`}
${most.length === 0 ? html`<p>Nothing was confused.</p>` : html`<h3>Confused most often</h3>
<ol>${most.map((pair) => html`<li>${places.has(anchor(pair.label, pair.predicted)) ? html`<a href="#${anchor(pair.label, pair.predicted)}">${words(pair)}</a>` : words(pair)}</li>`)}</ol>`}
`;
}

/** Some pictures of each pair, where the cells of the matrix lead. */
export const pairsHtml = (pairs: readonly ConfusedPair[], classes: readonly string[]): Html | undefined => {
  const shown = withPictures(pairs);
  return shown.length === 0 ? undefined : html`<p>Behind the true class its probability, then the class said with its own; those that cost most first.</p>
${shown.map((pair) => html`<article class="pair" id="${anchor(pair.label, pair.predicted)}">
<h3>${classes[pair.label] ?? ""} taken for ${classes[pair.predicted] ?? ""}</h3>
<p class="muted">${grouped(pair.examples.length)} of ${grouped(pair.count)}. <a href="#confusion">Back to the matrix</a></p>
${picturesHtml(pair.examples, classes)}
</article>
`)}`;
};

/** Bars of more classes than this would be a page of their own: the worst are shown. */
const mostBars = 40;

/** Precision, recall and F1 of each class. */
export function classesHtml(rows: readonly ClassRow[]): Html {
  const worst = [...rows].sort((a, b) => a.f1 - b.f1).slice(0, mostBars);
  const few = rows.length <= mostBars;
  return html`<p>Precision: of the pictures taken for a class, the share that is of it. Recall: of the pictures of a class, the share taken for it. F1: their harmonic mean.${few ? "" : ` The ${mostBars} classes with the least F1 of ${grouped(rows.length)}.`}</p>
${responsive((width) => figureHtml(perClassBars(few ? rows : worst, { theme: "auto", width, title: few ? "How well each class is told" : "The classes told worst" })).html)}`;
}
