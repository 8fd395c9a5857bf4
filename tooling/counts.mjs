import { existsSync, readFileSync } from "node:fs";

/** @typedef {{ readonly passed: number, readonly failed: number }} Counts */

/** @param {string} file @returns {unknown} */
const read = (file) => (existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined);

/** A command that failed must show in the count, and one that checked nothing has failed. @param {Counts} counts @param {number} code @returns {Counts} */
const honest = ({ passed, failed }, code) => ({ passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed });

/** @typedef {{ testResults: readonly { name: string, status: string, assertionResults: readonly { status: string }[] }[] }} TestReport */

/**
 * What vitest's JSON report counts; a file that could not even be loaded is one failure.
 *
 * @param {string} file
 * @param {number} code exit status of vitest
 * @param {readonly string[]} [without] files that do not count
 * @returns {Counts}
 */
export const countTests = (file, code, without = []) => {
  const report = /** @type {TestReport | undefined} */ (read(file));
  if (report === undefined) return { passed: 0, failed: 1 };
  const results = report.testResults.filter(({ name }) => !without.includes(name));
  /** @param {string} status */
  const having = (status) => results.reduce((sum, { assertionResults }) => sum + assertionResults.filter((result) => result.status === status).length, 0);
  const broken = results.filter(({ status, assertionResults }) => status === "failed" && !assertionResults.some((result) => result.status === "failed"));
  return honest({ passed: having("passed"), failed: having("failed") + broken.length }, code);
};

/**
 * What the pack test's report counts.
 *
 * @param {string} file
 * @param {number} code exit status
 * @returns {Counts}
 */
export const countPacked = (file, code) => {
  const report = /** @type {Counts | undefined} */ (read(file));
  return report === undefined ? { passed: 0, failed: 1 } : honest(report, code);
};
