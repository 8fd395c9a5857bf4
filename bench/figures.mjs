/**
 * How long figures of 10,000 points and diagrams of large networks take: the first one of a process, and once the process is warm. Each figure is drawn in processes of its own,
 * and figures take turns:
 *
 *   npm run build && npm run bench -- figures [part of a name …] [--rounds 5] [--drawings 25]
 */
import { execFileSync } from "node:child_process";
import { loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { machine } from "./measure.mjs";
import { points } from "./points.mjs";
import { median, short } from "./table.mjs";

const { values, positionals } = parseArgs({ args: process.argv.slice(3), allowPositionals: true, options: { rounds: { type: "string", default: "5" }, drawings: { type: "string", default: "25" } } });
const [rounds, drawings] = [Number(values.rounds), Number(values.drawings)];
if (![rounds, drawings - 9].every((n) => Number.isInteger(n) && n >= 1)) throw new RangeError("bench: --rounds must be a whole number of at least 1, --drawings of at least 10.");
/** Milliseconds that a figure or a diagram is meant to stay below; those of processors count, which other work on the machine hardly changes, and the time on a clock is never much more where there is none. */
const budgetOf = (/** @type {string} */ name) => (name.startsWith("diagram") ? 1000 : 100);

const one = fileURLToPath(new URL("./figure.mjs", import.meta.url));
const figures = Object.keys(points)
  .filter((name) => positionals.length === 0 || positionals.some((part) => name.includes(part)))
  .map((name) => ({ name, runs: /** @type {{ ms: number, processor: number, length: number }[][]} */ ([]) }));
console.log(`${machine()}; load ${(loadavg()[0] ?? 0).toFixed(1)} at the start; ${rounds} processes for each figure, in turn, ${drawings} drawings each; medians, warm of all drawings but the first nine`);
for (let round = 0; round < rounds; round++) for (const { name, runs } of figures) runs.push(JSON.parse(execFileSync(process.execPath, [one, name, String(drawings)], { encoding: "utf8" })));

console.log("\n| figure | kB | first, ms | of processors | warm, ms | of processors | |\n|---|--:|--:|--:|--:|--:|---|");
for (const { name, runs } of figures) {
  const first = runs.flatMap(([drawing]) => (drawing ? [drawing] : []));
  const warm = runs.flatMap((drawings) => drawings.slice(9));
  const cells = [first, warm].flatMap((all) => [median(all.map(({ ms }) => ms)), median(all.map(({ processor }) => processor))]);
  const [[, cold = NaN, , steady = NaN], budget] = [cells, budgetOf(name)];
  console.log(`| ${[name, short((first[0]?.length ?? NaN) / 1000), ...cells.map(short)].join(" | ")} | ${steady > budget ? `above ${budget} ms` : cold > budget ? `the first above ${budget} ms` : ""} |`);
}
