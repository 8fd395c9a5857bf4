import { formatShape, type Shape } from "../shape.ts";
import { grouped, working } from "../working.ts";
import type { Audit, AuditedRow, Finding } from "./audit.ts";

/** Ways to write an audit down. */
export type AuditFormat = "text" | "markdown";

/** Writes an audit: the table with truth beside claim, then what went wrong in each row, with the working. */
export const renderAudit = (audit: Audit, format: AuditFormat = "text"): string => writers[format](audit);

const writers: { readonly [F in AuditFormat]: (audit: Audit) => string } = {
  text(audit) {
    const rows = [heading, ...cells(audit)];
    const widths = heading.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? "")].length)));
    const line = (row: readonly string[]): string => row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ").trimEnd();
    const notes = findings(audit).map(({ where, says, steps }) => [`${where}: ${says}`, ...steps.map((step) => `    ${step.of}: ${working(step.expression, step.value, "text")}`)].join("\n"));
    return [`${audit.title}, input ${formatShape(audit.input)}`, "", ...rows.map(line), "", ...notes, ...(notes.length > 0 ? [""] : []), verdict(audit)].join("\n");
  },
  markdown(audit) {
    const escaped = (text: string): string => text.replaceAll("|", "\\|");
    const row = (texts: readonly string[]): string => `| ${texts.map(escaped).join(" | ")} |`;
    const notes = findings(audit).map(({ where, says, steps }) => [`- **${where}**: ${says}`, ...steps.map((step) => `  - ${step.of}: $${working(step.expression, step.value, "latex")}$`)].join("\n"));
    return [
      `### ${audit.title}, input ${formatShape(audit.input)}`, "", row(heading), `| ${heading.map((_, column) => (column < 2 ? "---" : "---:")).join(" | ")} |`,
      ...cells(audit).map(row), "", ...notes, ...(notes.length > 0 ? [""] : []), verdict(audit),
    ].join("\n");
  },
};

const heading = ["layer", "kind", "output", "truth", "params", "truth", ""];

const mark = (found: readonly (Finding<unknown> | undefined)[]): string => (found.some((f) => f?.verdict === "wrong") ? "✗" : found.some((f) => f?.verdict === "follows") ? "↳" : found.some((f) => f) ? "✓" : "");

function cells({ rows, total, params }: Audit): string[][] {
  return [
    ...rows.map(({ name, kind, outputShape, params: truth, claims }) => [
      name, kind, claims.output ? formatShape(claims.output.claimed) : "", formatShape(outputShape), claims.params ? grouped(claims.params.claimed) : "", grouped(truth), mark(Object.values(claims)),
    ]),
    ["total", "", "", "", total ? grouped(total.claimed) : "", grouped(params), mark([total])],
  ];
}

interface Note {
  readonly where: string;
  readonly says: string;
  readonly steps: AuditedRow["working"];
}

function findings({ rows, total }: Audit): Note[] {
  const notes = rows.flatMap(({ name, claims, working: steps }): Note[] => {
    const of = (...names: readonly string[]): AuditedRow["working"] => steps.filter((step) => names.includes(step.of));
    return [
      ...note(`${name}, output`, claims.output, formatShape, of("height", "width", "length", "units")),
      ...note(`${name}, size`, claims.size, grouped, []),
      ...note(`${name}, parameters`, claims.params, grouped, of("parameters")),
    ];
  });
  return [...notes, ...note("total", total, grouped, [])];
}

function note<V extends Shape | number>(where: string, finding: Finding<V> | undefined, write: (value: V) => string, steps: Note["steps"]): Note[] {
  if (!finding || finding.verdict === "right") return [];
  const told = (slips: Finding<V>["slips"]): string => slips.map(({ sentence, value }, i) => (i < slips.length - 1 ? `${sentence} (${write(value)})` : sentence)).join("; then ");
  const why = finding.slips.length === 0 ? "no slip known here explains it" : [finding.slips, ...finding.also.slice(0, 2)].map(told).join("; or ");
  return [{ where, says: `${write(finding.claimed)} is claimed, ${write(finding.truth)} is right: ${why}.`, steps: finding.verdict === "follows" ? [] : steps }];
}

function verdict({ wrong, rows, total }: Audit): string {
  const count = rows.reduce((sum, { claims }) => sum + Object.keys(claims).length, 0) + (total ? 1 : 0);
  if (wrong === 0) return count === 1 ? "The one claim is right." : `All ${count} claims are right.`;
  return `${wrong} of ${count} claims ${wrong === 1 ? "is" : "are"} wrong.`;
}
