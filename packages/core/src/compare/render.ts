import { grouped } from "../working.ts";
import type { Comparison, ComparedGraph } from "./compare.ts";
import type { Difference } from "./differences.ts";

/** A line names so many nodes. */
const mostNamed = 3;

/** Writes a comparison for people: the totals side by side, then each difference with what makes it. */
export function renderComparison({ a, b, parameters, macs, settings }: Comparison): string {
  const row = (what: string, of: (graph: ComparedGraph) => number): string[] => [what, grouped(of(a)), grouped(of(b)), signed(of(b) - of(a))];
  const kinds = [...new Set([...Object.keys(a.nonTrainableByKind), ...Object.keys(b.nonTrainableByKind)])];
  const rows = [
    ["", a.name, b.name, "difference"],
    row("learned parameters", ({ trainable }) => trainable),
    row("not learned", ({ nonTrainable }) => nonTrainable),
    ...(kinds.length > 1 ? kinds.map((kind) => row(`  of ${kind}`, ({ nonTrainableByKind }) => nonTrainableByKind[kind] ?? 0)) : []),
    row("all parameters", ({ trainable, nonTrainable }) => trainable + nonTrainable),
    row("MACs", ({ macs: work }) => work),
  ];
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((cells) => (cells[i] ?? "").length)));
  return [
    ...rows.map((cells) => cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  ")),
    ...section("Parameters", parameters, ({ trainable, nonTrainable }) => [...(trainable === 0 ? [] : [`${signed(trainable)} learned`]), ...(nonTrainable === 0 ? [] : [`${signed(nonTrainable)} not learned`])].join(", ")),
    ...section("MACs", macs, ({ macs: work }) => signed(work)),
    ...section("What else differs, without a count", settings, () => ""),
    ...(parameters.length + macs.length + settings.length === 0 ? ["", "Parameters, MACs and settings do not differ."] : []),
  ].join("\n");
}

function section(title: string, differences: readonly Difference[], value: (of: Difference) => string): string[] {
  if (differences.length === 0) return [];
  const values = differences.map(value);
  const width = Math.max(...values.map((text) => text.length));
  return ["", title, ...differences.map(({ cause, nodes }, i) => `  ${width === 0 ? "" : `${(values[i] ?? "").padStart(width)}  `}${cause}: ${named(nodes)}`)];
}

const named = (nodes: readonly string[]): string => `${nodes.slice(0, mostNamed).join(", ")}${nodes.length > mostNamed ? `, … (${nodes.length})` : ""}`;

/** `+26,560`, `−17,216`, `0`. */
const signed = (n: number): string => `${n > 0 ? "+" : n < 0 ? "−" : ""}${grouped(Math.abs(n))}`;
