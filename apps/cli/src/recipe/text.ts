import type { Verdict } from "@convscope/recipes";
import { here, typedHere } from "../here.ts";
import { duration } from "../progress.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import type { Carried } from "./run.ts";

/** `≥ 0.9`, `≤ 9,999`. */
export const bound = ({ atLeast, atMost }: Pick<Verdict, "atLeast" | "atMost">): string =>
  [...(atLeast === undefined ? [] : [`≥ ${figure(atLeast)}`]), ...(atMost === undefined ? [] : [`≤ ${figure(atMost)}`])].join(", ");

/** A measure as people read it: whole numbers in groups, others to four digits. */
export const figure = (value: number): string => (Number.isInteger(value) ? value.toLocaleString("en-GB") : Math.abs(value) >= 1e-3 && Math.abs(value) < 1e4 ? String(Number(value.toPrecision(4))) : value.toPrecision(3));

/** Measures, those with an expectation marked. */
export function measuresText(measures: { readonly [name: string]: number }, verdicts: readonly Verdict[], { colors: { bold, green, red, dim } }: Terminal): string {
  const of = (name: string): Verdict | undefined => verdicts.find(({ measure }) => measure === name);
  return table(Object.entries(measures), [
    { title: "", of: ([name]) => { const verdict = of(name); return verdict === undefined ? " " : verdict.met ? green("✓") : red("✗"); } },
    { title: "measure", of: ([name]) => name },
    { title: "value", of: ([, value]) => bold(figure(value)), align: "right" },
    { title: "expected", of: ([name]) => { const verdict = of(name); return verdict === undefined ? "" : bound(verdict); } },
  ], dim);
}

/** What a recipe came to, for people. */
export function carriedText({ record, folder, outcome, verdicts, figures }: Carried, terminal: Terminal): string {
  const { cwd } = terminal;
  if (!outcome) return `Interrupted. Go on with:\n  convscope train --resume --out ${typedHere(folder, cwd)}`;
  const { table: rows, measures, networks } = outcome;
  const [head = [], ...body] = rows ?? [];
  return [
    "",
    ...(rows ? [table(body, head.map((title, i) => ({ title, of: (row: readonly string[]) => row[i] ?? "", ...(i > 0 && { align: "right" as const }) })), terminal.colors.dim), ""] : []),
    measuresText(measures, verdicts, terminal),
    "",
    `${record.backend.name}, ${duration(record.seconds)} in all${verdicts.length === 0 ? "; nothing is stated of these settings" : ""}`,
    ...(figures.length > 0 ? ["", "Figures, each as .png and .svg:", ...figures.map((path) => `  ${here(path, cwd)}`)] : []),
    ...(Object.keys(networks).length > 0 ? ["", "Networks, each a graph and its weights:", ...Object.keys(networks).map((name) => `  ${here(folder, cwd)}/networks/${name}`)] : []),
  ].join("\n");
}

export const carriedJson = ({ record, folder, outcome, verdicts }: Carried): object => ({
  recipe: record.recipe, status: record.status, settings: record.settings, seed: record.seed,
  backend: record.backend.name, threads: record.backend.threads,
  ...(outcome && { measures: outcome.measures, histories: outcome.histories, networks: Object.keys(outcome.networks) }),
  expected: verdicts, seconds: record.seconds, run: folder,
});
