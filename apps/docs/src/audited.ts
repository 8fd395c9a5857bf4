import { audit, auditNotes, auditVerdict, claimText, formatShape, parseClaims, working, type Finding, type Shape } from "@convscope/core";

/** A cell of a table: what it claims, and whether that is right. */
export interface Cell {
  readonly claimed: string;
  readonly verdict: "right" | "follows" | "wrong";
}

/** A row of a table that was checked. */
export interface CheckedRow {
  readonly name: string;
  readonly kind: string;
  readonly output: Cell | undefined;
  readonly truthOutput: string;
  readonly params: Cell | undefined;
  readonly truthParams: string;
}

/** What is to be said about a claim that is not right, with the lines of its working. */
export interface CheckedNote {
  readonly where: string;
  readonly says: string;
  readonly working: readonly string[];
}

/** A table that was checked. */
export interface CheckedTable {
  readonly rows: readonly CheckedRow[];
  readonly total: Cell | undefined;
  readonly params: string;
  readonly notes: readonly CheckedNote[];
  readonly verdict: string;
}

const grouped = (count: number): string => count.toLocaleString("en-GB");
const cell = (finding: Finding<Shape> | Finding<number> | undefined): Cell | undefined => finding && { claimed: claimText(finding), verdict: finding.verdict };

/** A table as comma-separated text, checked cell by cell. @throws TableError or LayerError in words for whoever wrote it. */
export function checkTable(text: string): CheckedTable {
  const { table, input } = parseClaims(text, { file: "your table" });
  const checked = audit(table, input);
  return {
    rows: checked.rows.map(({ name, kind, outputShape, params, claims }) => ({
      name, kind, output: cell(claims.output), truthOutput: formatShape(outputShape), params: cell(claims.params), truthParams: grouped(params),
    })),
    total: cell(checked.total), params: grouped(checked.params), verdict: auditVerdict(checked),
    notes: auditNotes(checked).map(({ where, says, working: steps }) => ({ where, says, working: steps.map(({ of, expression, value }) => `${of}: ${working(expression, value, "text")}`) })),
  };
}
