/**
 * Packs every public package, checks the tarball, installs it alone with npm, imports it and runs its first example.
 *
 *   node tooling/pack/check.mjs [package …] [--report file.json]      after a build
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pnpm, run } from "../process.mjs";
import { checkAlone } from "./alone.mjs";
import { publicPackages, root } from "./workspace.mjs";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { report: { type: "string" } } });
const packages = publicPackages();
const chosen = [...packages.values()].filter(({ manifest }) => positionals.length === 0 || positionals.includes(manifest.name.replace(/^@[^/]+\//, "")));
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

  const queue = [...chosen];
  const worker = async () => {
    for (let member = queue.shift(); member !== undefined; member = queue.shift()) {
      const { name } = member.manifest;
      const outcomes = await checkAlone(packages, member, tarballs, join(work, "alone", name.replace("/", "-")));
      report[name] = outcomes;
      const failed = outcomes.filter(({ problem }) => problem !== undefined);
      console.log(`${failed.length === 0 ? "✓" : "✗"} ${name}  ${outcomes.map((outcome) => outcome.name).join(" · ")}`);
      for (const outcome of failed) console.log(`    ${outcome.name}: ${outcome.problem?.replaceAll("\n", "\n      ")}`);
    }
  };
  await Promise.all([worker(), worker()]);
} finally {
  rmSync(work, { recursive: true, force: true });
}

const outcomes = Object.values(report).flat();
const failed = outcomes.filter(({ problem }) => problem !== undefined).length;
console.log(`${outcomes.length - failed} checks passed, ${failed} failed, in ${chosen.length} packages`);
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify({ passed: outcomes.length - failed, failed }));
if (failed > 0 || outcomes.length === 0) process.exitCode = 1;
