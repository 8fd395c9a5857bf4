import type { Step } from "../layer.ts";
import { formatShape, type Shape } from "../shape.ts";
import { grouped } from "../working.ts";
import type { Audit, Finding } from "./audit.ts";

/** What is to be said about one claim that is not right. */
export interface AuditNote {
  /** The row and what it claims: `conv1, parameters`. */
  readonly where: string;
  /** The claim, the truth, and the slip behind it. */
  readonly says: string;
  /** How the truth comes about; empty where the claim only follows from another. */
  readonly working: readonly Step[];
}

/** What is to be said about each claim of an audit that is not right, row by row, the total last. */
export function auditNotes({ rows, total }: Audit): readonly AuditNote[] {
  const notes = rows.flatMap(({ name, claims, working }) => {
    const of = (...names: readonly string[]): readonly Step[] => working.filter((step) => names.includes(step.of));
    return [
      ...note(`${name}, output`, claims.output, of("height", "width", "length", "units")),
      ...note(`${name}, size`, claims.size, []),
      ...note(`${name}, parameters`, claims.params, of("parameters")),
    ];
  });
  return [...notes, ...note("total", total, [])];
}

/** How many claims are wrong, and how many of these only follow from others, in one sentence. */
export function auditVerdict({ wrong, follows, rows, total }: Audit): string {
  const count = rows.reduce((sum, { claims }) => sum + Object.keys(claims).length, 0) + (total ? 1 : 0);
  if (wrong === 0) return count === 1 ? "The one claim is right." : `All ${count} claims are right.`;
  const parts = follows === 0 ? "" : `: ${counted(wrong - follows, "slip")}, and ${counted(follows, "claim")} that ${follows === 1 ? "follows" : "follow"} from ${wrong - follows === 1 ? "it" : "them"}`;
  return `${wrong} of ${count} claims ${wrong === 1 ? "is" : "are"} wrong${parts}.`;
}

/** A claim as a table shows it; ≈ before a number that was written rounded, such as 61M. */
export const claimText = ({ claimed, unit }: Pick<Finding<Shape | number>, "claimed" | "unit">): string => `${unit === undefined ? "" : "≈"}${valueText(claimed)}`;

const valueText = (value: Shape | number): string => (typeof value === "number" ? grouped(value) : formatShape(value));
const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? "" : "s"}`;

function note(where: string, finding: Finding<Shape> | Finding<number> | undefined, working: readonly Step[]): readonly AuditNote[] {
  if (!finding || finding.verdict === "right") return [];
  const why = finding.slips.length === 0 ? "no slip known here explains it" : [finding.slips, ...finding.also.slice(0, 2)].map(told).join("; or ");
  return [{ where, says: `${claimText(finding)} is claimed, ${valueText(finding.truth)} is right: ${why}.`, working: finding.verdict === "follows" ? [] : working }];
}

/** Slips in words. One that leads to just the number is told as such; several in a row are a guess. */
function told(slips: Finding<Shape | number>["slips"]): string {
  const chain = slips.map(({ sentence, value }, i) => (i < slips.length - 1 ? `${sentence} (${valueText(value)})` : sentence)).join("; then ");
  return slips.length > 1 ? `perhaps ${chain}` : chain;
}
