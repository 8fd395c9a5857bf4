/**
 * Packs every public package, checks the tarball, installs it alone with npm, imports it and runs its first example;
 * then uses the projects in examples/ as their READMEs say, with packages from the tarballs.
 *
 *   node tooling/pack/check.mjs [package … examples/name …] [--report file.json]      after a build
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pnpm, run } from "../process.mjs";
import { checkAlone } from "./alone.mjs";
import { checkExample, exampleNames } from "./examples.mjs";
import { missingChromium } from "./page.mjs";
import { publicPackages, root } from "./workspace.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { report: { type: "string" } } });
const packages = publicPackages();
/** @param {string} name */
const asked = (name) => positionals.length === 0 || positionals.includes(name);
const work = mkdtempSync(join(tmpdir(), "convscope-pack-"));
const tarballs = join(work, "tarballs");
mkdirSync(tarballs);

/** @type {Record<string, readonly import("./alone.mjs").Outcome[]>} */
const report = {};
try {
  const filters = [...packages.keys()].flatMap((name) => ["--filter", name]);
  const [command, ...args] = pnpm(...filters, "pack", "--pack-destination", tarballs);
  const packed = await run(command, args, { cwd: root, timeout: 120_000 });
  if (packed.code !== 0) throw new Error(`pnpm pack ended with ${packed.code}:\n${packed.output}`);

  const queue = [
    ...exampleNames().map((name) => ({ name: `examples/${name}`, check: () => checkExample(packages, name, tarballs, join(work, "examples", name)) })),
    ...[...packages.values()].map((member) => ({ name: member.manifest.name, check: () => checkAlone(packages, member, tarballs, join(work, "alone", member.manifest.name.replace("/", "-"))) })),
  ].filter(({ name }) => asked(name.replace(/^@[^/]+\//, "")));
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const outcomes = await next.check();
      report[next.name] = outcomes;
      const failed = outcomes.filter(({ problem }) => problem !== undefined);
      console.log(`${failed.length === 0 ? "✓" : "✗"} ${next.name}  ${outcomes.map((outcome) => outcome.name).join(" · ")}`);
      for (const outcome of failed) console.log(`    ${outcome.name}: ${outcome.problem?.replaceAll("\n", "\n      ")}`);
    }
  };
  await Promise.all([worker(), worker()]);
} finally {
  rmSync(work, { recursive: true, force: true });
}

const outcomes = Object.values(report).flat();
const failed = outcomes.filter(({ problem }) => problem !== undefined).length;
console.log(`${outcomes.length - failed} checks passed, ${failed} failed, in ${Object.keys(report).length} packages and examples`);
const unopened = missingChromium();
if (unopened !== undefined) console.warn(`Pages of examples were not opened: ${unopened}.`);
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify({ passed: outcomes.length - failed, failed }));
if (failed > 0 || outcomes.length === 0) process.exitCode = 1;
