/**
 * Measures what is computed without a tensor, and prints a table.
 *
 *   npm run build && npm run bench -- core [part of a name …] [--seconds 1]
 */
import { parseArgs } from "node:util";
import { core } from "./core.mjs";
import { machine, measure } from "./measure.mjs";

const { values, positionals } = parseArgs({ args: process.argv.slice(3), allowPositionals: true, options: { seconds: { type: "string", default: "1" } } });
const benches = core.filter(({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)));
const width = Math.max(...benches.map(({ name }) => name.length));
const column = (/** @type {string} */ text) => text.padStart(11);

console.log(machine());
console.log(`${"".padEnd(width)}  ${["median", "least", "p95", "runs", "budget"].map(column).join("")}`);
for (const bench of benches) {
  const { median, least, p95, runs } = measure(bench, 1000 * Number(values.seconds));
  const { budget } = bench;
  const verdict = budget === undefined ? "" : `${budget} ms${median <= budget ? "" : " exceeded"}`;
  console.log(`${bench.name.padEnd(width)}  ${[...[median, least, p95].map((ms) => `${ms.toFixed(3)} ms`), String(runs), verdict].map(column).join("")}`);
}
