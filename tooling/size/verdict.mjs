/** @typedef {{ readonly what: string, readonly path: string, readonly kB: number, readonly budget: number | undefined }} Measure path: where it comes from */

/** What a new budget leaves: a twentieth, and up to half a kB. @param {number} kB */
export const budgetOf = (kB) => Math.ceil(kB * 1.05 * 2) / 2;

/** Whether a budget leaves so much room that it holds nothing back. @param {number} kB @param {number} budget */
export const loose = (kB, budget) => budget > kB * 1.2 + 1;

/**
 * What is wrong with a size; undefined where it keeps to its budget.
 *
 * @param {Measure} measure
 * @returns {string | undefined}
 */
export const problemOf = ({ what, path, kB, budget }) => {
  const table = "tooling/size/budgets.json";
  if (budget === undefined) return `${what}: ${kB.toFixed(1)} kB, and no budget. Give it one in ${table}, or all that have none: npm run size -- --write.`;
  if (loose(kB, budget)) return `${what}: ${kB.toFixed(1)} kB minified and gzipped, far below its budget of ${budget.toFixed(1)}. Keep what was won: npm run size -- --write lowers the budget in ${table}.`;
  if (kB <= budget) return undefined;
  return `${what}: ${kB.toFixed(1)} kB minified and gzipped, ${(kB - budget).toFixed(1)} kB above its budget of ${budget.toFixed(1)}. See what it is made of (npm run size -- ${path}) and import less. If it is worth that much to all who load it, raise the budget in ${table}.`;
};
