import { percent, table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import type { Board, Standing } from "./board.ts";
import type { SweepSpec } from "./spec.ts";
import type { Trial } from "./trials.ts";

const shown = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** `lr 0.01, batch 32`. */
export const settingsText = ({ settings }: Trial): string => Object.entries(settings).map(([path, value]) => `${path} ${shown(value)}`).join(", ");

/** `valAccuracy 97.50 %`. */
export const valueText = (metric: SweepSpec["metric"], value: number | undefined): string => `${metric} ${value === undefined ? "–" : metric === "valAccuracy" ? percent(value) : value.toFixed(4)}`;

/** All trials, the best first. */
export function standingsText({ spec: { metric, vary } }: Board, standings: readonly Standing[], { colors: { dim, red } }: Terminal): string {
  return table(standings, [
    { title: "trial", of: ({ trial }) => String(trial.number), align: "right" },
    ...Object.keys(vary).map((path) => ({ title: path, of: ({ trial }: Standing) => shown(trial.settings[path]), align: "right" as const })),
    { title: "epochs", of: ({ epochs }) => String(epochs), align: "right" },
    { title: metric, of: ({ value }) => (value === undefined ? "" : metric === "valAccuracy" ? percent(value) : value.toFixed(4)), align: "right" },
    { title: "", of: ({ failed }) => (failed === undefined ? "" : red(failed.length > 60 ? `${failed.slice(0, 59)}…` : failed)) },
  ], dim);
}
