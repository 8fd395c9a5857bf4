/**
 * Every check there is: npm test [-- --quick] [-- name …] [-- --report file.json]
 *
 * All steps run, so that one sees every failure at once. `--quick` leaves out the build and what needs it;
 * names (types, lint, unused, tests, packages, …) choose single steps.
 */
import { requireNode } from "./node-version.mjs";

requireNode();

const { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } = await import("node:fs");
const { dirname, join, resolve } = await import("node:path");
const { fileURLToPath } = await import("node:url");
const { parseArgs } = await import("node:util");
const { pnpm } = await import("./process.mjs");
const { elapsed, resultLine, step } = await import("./steps.mjs");
const { countPacked, countTests } = await import("./counts.mjs");

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: "boolean", default: false }, report: { type: "string" }, help: { type: "boolean", short: "h", default: false } } });
const compact = Boolean(process.env["CI"]);
const cache = join(root, "node_modules", ".cache", "convscope");

/** @param {string} name a tool's script below node_modules @param {readonly string[]} args */
const tool = (name, ...args) => [process.execPath, join(root, "node_modules", name), ...args];

const unfinished = join(cache, "unfinished.json");
const reports = { "tests-again": join(cache, "tests-again.json"), tests: join(cache, "tests.json"), packages: join(cache, "packages.json") };

/** @param {string} report @param {readonly string[]} files all, if none are named */
const vitest = (report, ...files) => tool("vitest/vitest.mjs", "run", `--reporter=${compact ? "dot" : "default"}`, "--reporter=./tooling/test/unfinished.mjs", "--reporter=json", `--outputFile.json=${report}`, ...files);

/** Test files that a worker process took down with it. @type {readonly string[]} */
let dead = [];

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} title
 * @property {readonly (readonly string[])[]} commands run in turn, until one fails; a second one is for the tooling
 * @property {boolean} [slow] left out of --quick
 * @property {boolean} [show] its output is seen as it comes
 * @property {string} [needs] a step without which this one makes no sense
 * @property {() => readonly string[] | undefined} [again] what to run where it failed, and whose status then counts; nothing where its failure stands
 * @property {(code: number) => { passed: number, failed: number }} [count] how many checks it made; else it is one
 */

/** @type {readonly Step[]} */
const steps = [
  { name: "install", title: "Install packages", commands: [pnpm("install", "--frozen-lockfile")], slow: true },
  { name: "build", title: "Build every package", commands: [pnpm("exec", "turbo", "run", "build", "--output-logs=errors-only")], slow: true },
  {
    name: "types",
    title: "Types",
    commands: [tool("typescript/bin/tsc", "-p", ".", "--incremental", "--tsBuildInfoFile", join(cache, "types.tsbuildinfo")), tool("typescript/bin/tsc", "-p", "tooling"), tool("vue-tsc/bin/vue-tsc.js", "-p", "apps/docs")],
  },
  { name: "lint", title: "Style, import boundaries, circular imports", commands: [tool("eslint/bin/eslint.js", ".", "--max-warnings", "0")] },
  { name: "unused", title: "Unused files, exports and dependencies", commands: [tool("knip/bin/knip.js", "--no-progress", "--no-config-hints")] },
  { name: "api", title: "What packages export, as in api/", commands: [[process.execPath, "tooling/api/run.mjs", "--check"]] },
  {
    name: "tests",
    title: "Tests",
    commands: [vitest(reports.tests)],
    show: true,
    again: () => {
      dead = existsSync(unfinished) ? JSON.parse(readFileSync(unfinished, "utf8")) : [];
      if (dead.length === 0) return undefined;
      console.error(`\nA worker process died in:\n${dead.map((file) => `  ${file}`).join("\n")}\nThat is a crash below JavaScript. These files run once more; please report it.`);
      return vitest(reports["tests-again"], ...dead);
    },
    count: (code) => {
      if (!existsSync(reports["tests-again"])) return countTests(reports.tests, code);
      const [first, second] = [countTests(reports.tests, 0, dead), countTests(reports["tests-again"], code)];
      return { passed: first.passed + second.passed, failed: first.failed + second.failed };
    },
  },
  { name: "size", title: "Sizes, and what browsers can load", commands: [[process.execPath, "tooling/size/run.mjs"]], slow: true, needs: "build" },
  {
    name: "packages",
    title: "Packed packages: each alone, and examples",
    commands: [pnpm("exec", "node", "tooling/pack/check.mjs", "--report", reports.packages)],
    slow: true,
    needs: "build",
    count: (code) => countPacked(reports.packages, code),
  },
];

if (values.help) {
  console.log("Every check there is: npm test [-- name …] [-- --quick] [-- --report file.json]\n\nSteps, in this order; names choose single ones:");
  for (const { name, title, slow = false } of steps) console.log(`  ${name.padEnd(10)}${title}${slow ? " (not with --quick)" : ""}`);
  console.log("\n  --quick        leave out the build and what needs it\n  --report FILE  write the results as JSON\n  --help         show this");
  process.exit(0);
}
const unknown = positionals.filter((name) => !steps.some((known) => known.name === name));
if (unknown.length > 0) {
  console.error(`Unknown step: ${unknown.join(", ")}. There are: ${steps.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
const chosen = steps.filter(({ name, slow }) => (positionals.length > 0 ? positionals.includes(name) : !(values.quick && slow === true)));

/** @param {Step} item @returns {Promise<{ code: number, time: string }>} */
const perform = async ({ title, commands, show = false, again }) => {
  const since = Date.now();
  const env = { CONVSCOPE_UNFINISHED: unfinished, ...(compact && { NO_COLOR: "1" }) };
  for (const [index, command] of commands.entries()) {
    const { code } = await step(index === 0 ? title : `${title} of ${index === 1 ? "the tooling and configs" : "the site"}`, command, { cwd: root, show, env });
    if (code === 0) continue;
    const repeated = again?.();
    if (!repeated) return { code, time: elapsed(since) };
    const { code: second } = await step(`${title} that a crash cut off`, repeated, { cwd: root, show, env });
    if (second !== 0) return { code: second, time: elapsed(since) };
  }
  return { code: 0, time: elapsed(since) };
};

const started = Date.now();
/** @type {{ item: Step, passed: boolean, time: string, passes: number, failures: number }[]} */
const results = [];
for (const item of chosen) {
  const cause = results.find(({ item: earlier, passed }) => !passed && (earlier.name === "install" || earlier.name === item.needs));
  if (cause !== undefined) {
    results.push({ item, passed: false, time: "not run", passes: 0, failures: 1 });
    continue;
  }
  // Made here and not at the start: the first step may just have made node_modules.
  mkdirSync(cache, { recursive: true });
  rmSync(unfinished, { force: true });
  for (const file of Object.values(reports)) if (item.count !== undefined && existsSync(file) && file.includes(item.name)) rmSync(file);
  const { code, time } = await perform(item);
  if (code === 130) process.exit(130);
  const { passed, failed } = item.count?.(code) ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  results.push({ item, passed: failed === 0 && passed > 0, time, passes: passed, failures: failed });
}

const passed = results.reduce((sum, { passes }) => sum + passes, 0);
const failed = results.reduce((sum, { failures }) => sum + failures, 0);
console.log(`\nNode ${process.versions.node}, ${elapsed(started)} in all`);
for (const result of results) console.log(`${resultLine(result.passed, result.item.title, result.time)}${result.item.count === undefined ? "" : `   ${result.passes} passed, ${result.failures} failed`}`);
if (results.some((result) => !result.passed)) console.log(`\nOne step again: npm test -- ${results.find((result) => !result.passed)?.item.name}`);
console.log(`\n${passed} passed, ${failed} failed`);
if (values.report !== undefined) writeFileSync(resolve(values.report), JSON.stringify({ passed, failed, steps: results.map(({ item, time, passes, failures }) => ({ name: item.name, time, passed: passes, failed: failures })) }));
process.exitCode = results.every((result) => result.passed) && results.length > 0 ? 0 : 1;
