import { formatShape } from "../shape.ts";
import { grouped, working } from "../working.ts";
import type { Audit, Finding } from "./audit.ts";
import { auditNotes, auditVerdict, claimText } from "./notes.ts";

/** Ways to write an audit down. */
export type AuditFormat = "text" | "markdown";

/** Writes an audit: the table with truth beside claim, then what went wrong in each row, with the working. */
export const renderAudit = (audit: Audit, format: AuditFormat = "text"): string => writers[format](audit);

const writers: { readonly [F in AuditFormat]: (audit: Audit) => string } = {
  text(audit) {
    const rows = [heading, ...cells(audit)];
    const widths = heading.map((_, column) => Math.max(...rows.map((row) => [...(row[column] ?? "")].length)));
    const line = (row: readonly string[]): string => row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ").trimEnd();
    const notes = auditNotes(audit).map(({ where, says, working: steps }) => [`${where}: ${says}`, ...steps.map((step) => `    ${step.of}: ${working(step.expression, step.value, "text")}`)].join("\n"));
    return [`${audit.title}, input ${formatShape(audit.input)}`, "", ...rows.map(line), ...legend(audit), "", ...notes, ...(notes.length > 0 ? [""] : []), auditVerdict(audit)].join("\n");
  },
  markdown(audit) {
    const escaped = (text: string): string => text.replaceAll("|", "\\|");
    const row = (texts: readonly string[]): string => `| ${texts.map(escaped).join(" | ")} |`;
    const notes = auditNotes(audit).map(({ where, says, working: steps }) => [`- **${where}**: ${says}`, ...steps.map((step) => `  - ${step.of}: $${working(step.expression, step.value, "latex")}$`)].join("\n"));
    return [
      `### ${audit.title}, input ${formatShape(audit.input)}`, "", row(heading), `| ${heading.map((_, column) => (column < 2 ? "---" : "---:")).join(" | ")} |`,
      ...cells(audit).map(row), ...legend(audit), "", ...notes, ...(notes.length > 0 ? [""] : []), auditVerdict(audit),
    ].join("\n");
  },
};

const heading = ["layer", "kind", "output", "truth", "params", "truth", ""];

const mark = (found: readonly (Finding<unknown> | undefined)[]): string => (found.some((f) => f?.verdict === "wrong") ? "✗" : found.some((f) => f?.verdict === "follows") ? "↳" : found.some((f) => f) ? "✓" : "");

function cells({ rows, total, params }: Audit): string[][] {
  return [
    ...rows.map(({ name, kind, outputShape, params: truth, claims }) => [
      name, kind, claims.output ? claimText(claims.output) : "", formatShape(outputShape), claims.params ? claimText(claims.params) : "", grouped(truth), mark(Object.values(claims)),
    ]),
    ["total", "", "", "", total ? claimText(total) : "", grouped(params), mark([total])],
  ];
}

/** What ↳ means, where it stands in the table. */
const legend = (audit: Audit): string[] => (cells(audit).some((row) => row.at(-1) === "↳") ? ["", "↳ is wrong only because of a slip elsewhere in the table."] : []);
