import { basename, join } from "node:path";
import { summarize } from "@convscope/core";
import { beside, compareTrainings, confusionMatrix } from "@convscope/viz";
import { duration } from "./progress.ts";
import { readRun, readRunGraph, type Run } from "./run/run.ts";
import { readTest, type TestRecord } from "./run/tested.ts";
import { grouped, percent, table } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** A run among others. */
interface Compared {
  readonly name: string;
  readonly folder: string;
  readonly run: Run;
  readonly test: TestRecord | undefined;
  readonly params: number;
  readonly macs: number;
}

/** A setting that is not the same in all runs: what each has. */
export interface Difference {
  readonly setting: string;
  readonly values: readonly unknown[];
}

/** Runs beside each other. */
export interface RunComparison {
  readonly runs: readonly Compared[];
  readonly differences: readonly Difference[];
  /** SVG by name. */
  readonly figures: { readonly [name: string]: string };
}

/**
 * Reads runs and lays them side by side: the settings that differ, the curves on one figure, and the confusion matrices.
 *
 * @throws CommandError for a damaged run.
 */
export function compareRuns(folders: readonly string[]): RunComparison {
  const names = namesOf(folders);
  const runs = folders.map((folder, i): Compared => {
    const run = readRun(folder);
    const { params, macs } = summarize(readRunGraph(folder, run));
    return { name: names[i] ?? folder, folder, run, test: readTest(folder, run), params, macs };
  });
  const tested = runs.flatMap(({ name, run, test }) => (test ? [{ name, matrix: test.confusion, classes: run.data.classes }] : []));
  const trained = runs.filter(({ run }) => run.history.length > 0);
  return {
    runs,
    differences: differencesOf(runs.map(({ run }) => run)),
    figures: {
      ...(trained.length > 0 && { curves: compareTrainings(trained.map(({ name, run }) => ({ name, history: run.history }))) }),
      ...(tested.length > 0 && { confusion: beside(tested.map(({ name, matrix, classes }) => confusionMatrix({ matrix, classes }, { title: name, among: tested }))) }),
    },
  };
}

/** The shortest ends of the folders' paths by which they can be told apart. */
function namesOf(folders: readonly string[]): readonly string[] {
  const short = folders.map((folder) => basename(folder));
  return new Set(short).size === short.length ? short : folders.map((folder) => join(basename(join(folder, "..")), basename(folder)));
}

/** What is no setting, but follows from one or is of the machine. */
const ofNoConsequence: ReadonlySet<string> = new Set(["$schema", "out", "dataDir", "threads", "backend"]);

function differencesOf(runs: readonly Run[]): readonly Difference[] {
  const flat = runs.map(({ config, data, backend, versions }) => ({
    ...flattened(Object.fromEntries(Object.entries(config).filter(([name]) => !ofNoConsequence.has(name)))),
    "data.checksum": data.checksum, "backend.name": backend.name, "backend.threads": backend.threads,
    ...flattened(versions, "versions."),
  }) as { readonly [setting: string]: unknown });
  // A kind alone, and one with options in another run, have the kind in one place.
  const alike = flat.map((of): (typeof flat)[number] => Object.fromEntries(Object.entries(of).map(([setting, value]) => [flat.some((other) => `${setting}.kind` in other) ? `${setting}.kind` : setting, value])));
  const settings = [...new Set(alike.flatMap((of) => Object.keys(of)))];
  return settings.map((setting) => ({ setting, values: alike.map((of) => of[setting]) })).filter(({ values }) => values.some((value) => JSON.stringify(value) !== JSON.stringify(values[0])));
}

/** Records within records by their path; lists stay whole. */
function flattened(record: object, prefix = ""): { readonly [path: string]: unknown } {
  return Object.fromEntries(Object.entries(record).flatMap(([name, value]: [string, unknown]) => (typeof value === "object" && value !== null && !Array.isArray(value) ? Object.entries(flattened(value, `${prefix}${name}.`)) : [[`${prefix}${name}`, value] as const])));
}

/** The comparison for people. */
export function comparisonText({ runs, differences }: RunComparison, { colors: { bold, dim } }: Terminal): string {
  const rows: readonly (readonly [string, (compared: Compared) => string])[] = [
    ["model", ({ run }) => run.config.model],
    ["data", ({ run }) => run.data.name],
    ["parameters", ({ params }) => grouped(params)],
    ["MACs", ({ macs }) => grouped(macs)],
    ["epochs", ({ run }) => `${run.history.length}${run.status === "finished" ? "" : ` (${run.status})`}`],
    ["weights of epoch", ({ run }) => (run.best ? String(run.best.epoch) : "")],
    ["held-out accuracy", ({ run }) => shareOf(run.history.find(({ epoch }) => epoch === run.best?.epoch)?.["valAccuracy"])],
    ["test accuracy", ({ run }) => bold(shareOf(run.test?.accuracy))],
    ["test loss", ({ run }) => run.test?.loss.toFixed(4) ?? ""],
    ["macro F1", ({ run }) => shareOf(run.test?.macroF1)],
    ["images/s", ({ run }) => String(Math.round(run.imagesPerSecond))],
    ["time", ({ run }) => duration(run.seconds)],
  ];
  const columns = runs.map((compared, i) => ({ title: compared.name, of: (cells: readonly string[]) => cells[i + 1] ?? "", align: "right" as const }));
  const head = { title: "", of: ([name = ""]: readonly string[]) => name };
  const sums = table(rows.map(([name, of]) => [name, ...runs.map(of)]).filter((cells) => cells.slice(1).some((cell) => cell !== "")), [head, ...columns], dim);
  const settings = differences.length === 0 ? "All settings are the same." : table(differences.map(({ setting, values }) => [setting, ...values.map(shown)]), [{ ...head, title: "settings that differ" }, ...columns], dim);
  return [sums, settings, ...classesText(runs, dim)].join("\n\n");
}

const shareOf = (value: number | undefined): string => (value === undefined || Number.isNaN(value) ? "" : percent(value));

function shown(value: unknown): string {
  const text = value === undefined ? "–" : typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 32 ? `${text.slice(0, 31)}…` : text;
}

/** The classes in which runs of the same classes differ most. */
function classesText(runs: readonly Compared[], dim: (text: string) => string): readonly string[] {
  const [first] = runs;
  const tests = runs.flatMap(({ test }) => (test ? [test] : []));
  if (!first?.test || tests.length < 2 || tests.some((test) => test.perClass.some((row, i) => row.class !== first.test?.perClass[i]?.class) || test.perClass.length !== first.test?.perClass.length)) return [];
  const spread = (i: number): number => { const of = tests.map((test) => test.perClass[i]?.recall ?? NaN); return Math.max(...of) - Math.min(...of); };
  const order = first.test.perClass.map((_, i) => i).filter((i) => spread(i) > 0).sort((a, b) => spread(b) - spread(a)).slice(0, 10);
  if (order.length === 0) return [];
  const tested = runs.filter(({ test }) => test);
  return [table(order, [
    { title: "recall, where they differ most", of: (i) => first.test?.perClass[i]?.class ?? "" },
    ...tested.map(({ name, test }) => ({ title: name, of: (i: number) => shareOf(test?.perClass[i]?.recall), align: "right" as const })),
  ], dim)];
}

/** What a program reads of it. */
export const comparisonJson = ({ runs, differences }: RunComparison): object => ({
  runs: runs.map(({ folder, run, test, params, macs }) => ({ run: folder, model: run.config.model, data: run.data.name, params, macs, status: run.status, best: run.best, test: run.test, history: run.history, imagesPerSecond: run.imagesPerSecond, seconds: run.seconds, ...test })),
  differences,
});
