import type { EpochLog } from "@convscope/nn";
import { trainingCurves, type TrainingCurvesOptions } from "@convscope/viz";
import { figureHtml, html, type Html } from "./html.ts";
import { folded, responsive, tableHtml } from "./page.ts";

/** The curves of a training, and below them its numbers. */
export function curvesHtml(history: readonly EpochLog[], title: string, options: Omit<TrainingCurvesOptions, "title" | "theme" | "width">): Html {
  const names = [...new Set(history.flatMap((row) => Object.keys(row)))];
  const digits = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? "–" : Number.isInteger(value) ? String(value) : value.toPrecision(4));
  return html`${responsive((width) => figureHtml(trainingCurves(history, { ...options, title, theme: "auto", width })).html)}
${folded("The numbers", tableHtml("Each epoch", history, names.map((name) => ({ title: name, of: (row) => digits(row[name]), number: true }))))}`;
}
