import { evaluate, formula, substitution, type Expression, type Notation } from "./expression.ts";

/** A whole number with its thousands apart: `7,850`. */
export const grouped = (n: number): string => n.toLocaleString("en-GB");

/** `formula = numbers = result` on one line; a part that says nothing new is left out. */
export function working(expression: Expression, value: number, notation: Notation): string {
  const result = Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(7)));
  const parts = [formula(expression, notation), substitution(expression, notation), notation === "text" ? Number(result).toLocaleString("en-GB", { maximumFractionDigits: 7 }) : result];
  return parts.filter((part, i) => i === parts.length - 1 || (part !== parts[i + 1] && !(i === 1 && part === String(evaluate(expression))))).join(" = ");
}
