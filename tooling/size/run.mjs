/** What a browser loads of each import path, and whether it can: npm run size [-- word …] [-- --write]      after a build */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { commandLine, refuse } from "../commandLine.mjs";
import { entriesOf, publicPackages, root } from "../pack/workspace.mjs";
import { nodeOnly, placeProblem } from "./browsers.mjs";
import { readBudgets, writeBudgets } from "./budgets.mjs";
import { budgetOf, loose, problemOf } from "./verdict.mjs";

const name = "size";
const usage = `Usage, after a build: npm run size [-- word …] [-- --write]

What a browser loads of each import path, minified and gzipped, and whether it can load it. Without words all is checked
against the budgets in tooling/size/budgets.json. Words choose the paths that contain them, and show what these are
made of. --write gives new budgets to all that have none, are above theirs, or far below.`;

const { values, positionals: words } = commandLine(name, usage, { allowPositionals: true, options: { write: { type: "boolean", default: false } } });
const { bundle } = await import("./bundle.mjs");
if (values.write && words.length > 0) refuse(name, `--write writes all budgets: leave out ${words.join(" ")}.`);
const packages = [...publicPackages().values()];
const unbuilt = packages.filter((member) => entriesOf(member).some(({ built }) => !existsSync(built))).map(({ manifest }) => manifest.name);
if (unbuilt.length > 0) refuse(name, `not built: npm run build. There is no code of ${unbuilt.join(", ")}; nothing was measured, and no budget written.`);
const budgets = readBudgets();
/** The command depends on every other package, so all are found from there. */
const from = join(root, "apps", "cli");
const paths = packages.flatMap(entriesOf).map(({ specifier }) => specifier).sort();
const chosen = paths.filter((path) => words.length === 0 || words.some((word) => path.includes(word)));
if (chosen.length === 0) refuse(name, `no import path contains ${words.join(" or ")}. There are: ${paths.join(", ")}.`);

/** @type {string[]} */
const problems = [];
/** @param {string} what @param {readonly (string | number | undefined)[]} cells */
const row = (what, cells) => console.log(`${what.padEnd(34)}${cells.map((cell) => (typeof cell === "number" ? cell.toFixed(1) : (cell ?? "–")).padStart(9)).join("")}`);

/** Notes what is wrong with a size, unless budgets are written. @param {import("./verdict.mjs").Measure} measure @returns {number | undefined} the budget from now on */
const settle = (measure) => {
  const { kB, budget } = measure;
  if (values.write) return budget === undefined || kB > budget || loose(kB, budget) ? budgetOf(kB) : budget;
  const problem = problemOf(measure);
  if (problem !== undefined) problems.push(problem);
  return budget;
};

/** @param {string} path @returns {Promise<import("./budgets.mjs").Budget | undefined>} nothing for what no browser can load */
const measure = async (path) => {
  const code = `export * from ${JSON.stringify(path)};`;
  const own = await bundle(code, { from, outside: true });
  const all = path in nodeOnly ? own : await bundle(code, { from });
  const place = placeProblem(path, all.problems);
  if (place !== undefined) problems.push(place);
  if (path in nodeOnly || place !== undefined) return void console.log(`${path.padEnd(34)}   ${path in nodeOnly ? `Node alone: ${nodeOnly[path]}` : "no browser can load it"}`);
  const before = budgets.entries[path] ?? {};
  const after = {
    own: settle({ what: `${path} without the packages it depends on`, path, kB: own.first, budget: before.own }),
    all: settle({ what: path, path, kB: all.first, budget: before.all }),
    ...(all.later > 0 && { later: settle({ what: `What ${path} loads when needed`, path, kB: all.later, budget: before.later }) }),
  };
  row(path, [own.first, after.own, all.first, after.all, ...(all.later > 0 ? [all.later, after.later] : [])]);
  if (words.length > 0) {
    // From the sources, which are many files; a build is one.
    const { parts } = await bundle(code, { from, conditions: ["@convscope/source"] });
    for (const { file, kB } of parts.slice(0, 20)) console.log(`${kB.toFixed(1).padStart(12)} before gzip  ${file.replace(/^.*node_modules\//, "").replace(/^.*\/(?=packages\/)/, "")}`);
  }
  return after;
};

console.log("kB of 1000 bytes, minified and gzipped, for browsers: a path's own code, with the packages it depends on, and what import() loads when needed.\n");
row("", ["own", "budget", "all", "budget", "later", "budget"]);
/** @type {Record<string, import("./budgets.mjs").Budget>} */
const entries = {};
for (const path of chosen) {
  const budget = await measure(path);
  if (budget !== undefined) entries[path] = budget;
}

if (words.length === 0) {
  console.log();
  row("of it, what one needs for", ["all", "budget"]);
  for (const use of budgets.uses) {
    const lines = Object.entries(use.imports).map(([path, names]) => `export { ${names.join(", ")} } from ${JSON.stringify(path)};`);
    const { first: kB, problems: found } = await bundle(lines.join("\n"), { from });
    if (found.length > 0) problems.push(`What one needs for ${use.what}: ${found.join("; ")}`);
    const budget = settle({ what: `What one needs for ${use.what}`, path: Object.keys(use.imports).join(" "), kB, budget: use.kB });
    if (budget !== undefined) use.kB = budget;
    row(use.what, [kB, budget]);
  }
  const gone = Object.keys(budgets.entries).filter((path) => !(path in entries));
  if (gone.length > 0 && !values.write) problems.push(`tooling/size/budgets.json has rows for what no browser can import: ${gone.join(", ")}. Take them out: npm run size -- --write.`);
  // What could not be bundled has no size, and would lose its budget.
  if (values.write && problems.length === 0) writeBudgets({ entries, uses: budgets.uses });
}

if (problems.length > 0) {
  console.error(`\n${problems.join("\n\n")}${values.write ? "\n\ntooling/size/budgets.json is as it was." : ""}`);
  process.exitCode = 1;
}
