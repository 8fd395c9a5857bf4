/**
 * Each recipe on our engines and on PyTorch, with the same batches, settings and first weights: what it comes to, and how long it takes.
 * `npm run bench -- recipes [names…] [--engines simd,torch] [--seeds 1,2,3] [--threads 2] [--set epochs=1] [--data-dir FOLDER] [--out FILE]`.
 * FILE.json and FILE.md are written after each run; what is in them is not done again. `--check` trains small networks on both and compares each step.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { recipe, recipes } from "../packages/recipes/dist/index.js";
import { machine } from "./measure.mjs";
import { recipesTable } from "./recipesTable.mjs";
import { check } from "./torch/check.mjs";

/** @typedef {import("./recipesTable.mjs").Run} Run */

const { values, positionals } = parseArgs({
  args: process.argv.slice(3),
  allowPositionals: true,
  options: {
    engines: { type: "string", default: "simd,torch" },
    seeds: { type: "string", default: "1" },
    threads: { type: "string", default: String(availableParallelism()) },
    set: { type: "string", multiple: true, default: [] },
    "data-dir": { type: "string" },
    out: { type: "string" },
    check: { type: "boolean", default: false },
  },
});

const engines = values.engines.split(",");
const seeds = values.seeds.split(",").map(Number);
const threads = Number(values.threads);
const { set, out } = values;

/** @param {string} name */
function known(name) {
  const found = recipe(name);
  if (!found) throw new RangeError(`bench: there is no recipe ${name}. Known: ${recipes.map((one) => one.name).join(", ")}.`);
  return found;
}
const chosen = positionals.length > 0 ? positionals.map(known) : recipes;
for (const n of [...seeds, threads]) if (!Number.isInteger(n) || n < 0) throw new RangeError(`bench: recipes takes whole numbers as --seeds and --threads. Received ${values.seeds} and ${values.threads}.`);

/** Whether two runs are of the same thing. @param {Pick<Run, "recipe" | "seed" | "engine" | "threads" | "set">} a */
const id = (a) => JSON.stringify([a.recipe, a.seed, a.engine, a.threads, a.set]);

/** Through the command line, which has all that a training needs; the engine is all that differs. @param {(typeof recipes)[number]} of @param {number} seed @param {string} engine @returns {Run} */
function carriedOut({ name, kind }, seed, engine) {
  const folder = mkdtempSync(join(tmpdir(), "convscope-recipe-"));
  const clockFile = join(folder, "clock.json");
  const [load = NaN] = loadavg();
  const here = (/** @type {string} */ path) => new URL(path, import.meta.url).pathname;
  // What the doctor does beforehand is no part of a training.
  const settings = kind === "program" ? set.flatMap((one) => ["--set", one]) : ["--no-doctor", ...set.map((one) => `--${one}`)];
  const data = values["data-dir"] === undefined ? [] : ["--data-dir", values["data-dir"]];
  const args = ["--import", here("torch/register.mjs"), here("../apps/cli/dist/main.js"), "train", name, "--backend", engine, "--threads", String(threads), "--seed", String(seed), "--out", join(folder, "run"), "--json", ...data, ...settings];
  try {
    const { status, stdout } = spawnSync(process.execPath, args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, BENCH_CLOCK: clockFile }, maxBuffer: 2 ** 28 });
    if (status !== 0) throw new Error(`${name} on ${engine} with seed ${seed} must come to an end. Its exit status is ${status}; what it said stands above.`);
    const { seconds, measures, test } = JSON.parse(stdout);
    const { starting, calls, computing, processor, own, version } = JSON.parse(readFileSync(clockFile, "utf8"));
    const pipe = starting + calls - computing;
    return { recipe: name, seed, engine, threads, set, measures: measures ?? test, seconds: seconds - pipe, pipe, processor: own + processor, load, machine: machine(), version };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (values.check) process.exitCode = (await check()) ? 0 : 1;
else {
  /** @type {Run[]} */
  const runs = out !== undefined && existsSync(`${out}.json`) ? JSON.parse(readFileSync(`${out}.json`, "utf8")) : [];
  const done = new Set(runs.map(id));
  for (const one of chosen)
    for (const seed of seeds)
      for (const engine of engines) {
        if (done.has(id({ recipe: one.name, seed, engine, threads, set }))) continue;
        try {
          runs.push(carriedOut(one, seed, engine));
        } catch (error) {
          console.error(error instanceof Error ? error.message : error);
          process.exitCode = 1;
          continue;
        }
        if (out === undefined) continue;
        writeFileSync(`${out}.json`, `${JSON.stringify(runs, null, 2)}\n`);
        writeFileSync(`${out}.md`, recipesTable(runs));
      }
  console.log(recipesTable(runs));
}
