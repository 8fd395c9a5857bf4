import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {{ own?: number | undefined, all?: number | undefined, later?: number | undefined }} Budget in kB of 1000 bytes */
/** @typedef {{ what: string, imports: Readonly<Record<string, readonly string[]>>, kB?: number }} Use what one imports for a purpose, by import path */
/** @typedef {{ entries: Record<string, Budget>, uses: readonly Use[] }} Budgets */

const file = join(import.meta.dirname, "budgets.json");

/** @returns {Budgets} */
export const readBudgets = () => JSON.parse(readFileSync(file, "utf8"));

/** JSON with one line for each row, as a table is read. @param {Budgets} budgets */
export const writeBudgets = ({ entries, uses }) => {
  /** @param {unknown} value */
  const line = (value) => JSON.stringify(value, null, 1).replace(/\n\s*/g, " ").replaceAll("[ ", "[").replaceAll(" ]", "]");
  const rows = Object.entries(entries).map(([specifier, budget]) => `    ${JSON.stringify(specifier)}: ${line(budget)}`);
  writeFileSync(file, `{\n  "entries": {\n${rows.join(",\n")}\n  },\n  "uses": [\n${uses.map((use) => `    ${line(use)}`).join(",\n")}\n  ]\n}\n`);
};
