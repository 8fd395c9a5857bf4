import { fork } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(import.meta.dirname));
const child = fileURLToPath(new URL("./child.mjs", import.meta.url));

/** As many failures of one parser are kept, each of another kind. */
const mostKept = 20;
/** After as many processes that died the rest of the inputs is left out. */
const mostDeaths = 5;

/**
 * @typedef {object} Failure
 * @property {number} index which input, from 0; −1 for a good file
 * @property {string} why
 * @property {string} [file] where the input was saved
 */

/**
 * What came of the inputs of one parser.
 *
 * @typedef {object} Result
 * @property {string} parser
 * @property {number} inputs
 * @property {number} accepted
 * @property {number} refused
 * @property {number} failed
 * @property {number} slowest milliseconds of processor time
 * @property {number} slowestAt its index
 * @property {number} peak bytes of memory beyond those at the start
 * @property {readonly Failure[]} failures the first of them
 */

/** The parsers as they stand in the sources, as one module: no build is needed. In a package that has sharp, which cannot be bundled. */
export async function bundleParsers() {
  const outfile = join(root, "packages/datasets/node_modules/.cache/fuzz", `${process.pid}.mjs`);
  const banner = { js: `import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);` };
  await build({ entryPoints: [join(import.meta.dirname, "parsers.mjs")], outfile, banner, bundle: true, platform: "node", format: "esm", conditions: ["@convscope/source"], external: ["sharp"], logLevel: "error" });
  const { parsers } = /** @type {{ parsers: object }} */ (await import(pathToFileURL(outfile).href));
  return { bundle: pathToFileURL(outfile).href, names: Object.keys(parsers), remove: () => rmSync(outfile, { force: true }) };
}

/**
 * Reads damaged files with each parser, in processes of their own. An input depends on the seed, the parser and its number alone.
 *
 * `patience`: milliseconds without progress after which a process is taken for dead.
 *
 * @param {{ readonly bundle: string, readonly names: readonly string[], readonly seed: string, readonly first: number, readonly inputs: number, readonly patience?: number, readonly onResult?: (result: Result) => void }} options
 * @returns {Promise<readonly Result[]>} in the order of the names
 */
export async function fuzz({ bundle, names, seed, first, inputs, patience = 30_000, onResult }) {
  /** @type {Result[]} */
  const results = [];
  const saved = join(tmpdir(), "convscope-fuzz");
  let next = 0;
  const worker = async () => {
    while (next < names.length) {
      const place = next++;
      const result = await readAll({ bundle, name: names[place] ?? "", seed, first, last: first + inputs, saved, patience });
      results[place] = result;
      onResult?.(result);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  return results;
}

/** @typedef {{ readonly bundle: string, readonly name: string, readonly seed: string, readonly last: number, readonly saved: string, readonly patience: number }} Job */

/** All inputs of one parser: after one that ends the process another begins behind it. @param {Job & { readonly first: number }} job @returns {Promise<Result>} */
async function readAll({ first, ...job }) {
  const total = { parser: job.name, inputs: 0, accepted: 0, refused: 0, failed: 0, slowest: 0, slowestAt: first, peak: 0, failures: /** @type {Failure[]} */ ([]) };
  let deaths = 0;
  for (let from = first; from < job.last && deaths < mostDeaths; ) {
    const folder = mkdtempSync(join(tmpdir(), "convscope-fuzz-run-"));
    try {
      const { reached, died, accepted, refused, slowest, slowestAt, peak, failures } = await readSome(job, from, folder);
      total.accepted += accepted;
      total.refused += refused;
      total.failed += failures.length;
      if (slowest > total.slowest) [total.slowest, total.slowestAt] = [slowest, slowestAt];
      total.peak = Math.max(total.peak, peak);
      for (const failure of failures) if (total.failures.length < mostKept && !total.failures.some(({ why }) => likeness(why) === likeness(failure.why))) total.failures.push(failure);
      total.inputs = reached - first;
      if (died) deaths++;
      from = reached;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return total;
}

/** Failures whose words are alike have one cause. @param {string} why */
const likeness = (why) => why.replace(/"[^"]*"|\d+/g, "").slice(0, 100);

/** What one process reads, and behind which input it ended. @param {Job} job @param {number} first @param {string} folder */
async function readSome({ bundle, name, seed, last, saved, patience }, first, folder) {
  /** @type {Failure[]} */
  const failures = [];
  let ended = false;
  /** With the input, where there is one. @param {number} index @param {string} why @param {string} input */
  const keep = (index, why, input) => {
    const file = join(saved, `${name}-seed-${seed}-${index}`);
    const there = index >= 0 && existsSync(join(folder, input));
    if (there) {
      mkdirSync(saved, { recursive: true });
      copyFileSync(join(folder, input), file);
    }
    failures.push({ index, why, ...(there && { file }) });
  };
  const running = fork(child, [bundle, name, folder, seed, String(first), String(last)], { env: { ...process.env, CONVSCOPE_GOLDEN: join(root, "golden") }, execArgv: ["--max-old-space-size=512", "--expose-gc"], stdio: ["ignore", "ignore", "pipe", "ipc"] });
  let printed = "";
  running.stderr?.setEncoding("utf8").on("data", (text) => (printed = `${printed}${text}`.slice(0, 2_000)));
  running.on("message", (message) => {
    const told = /** @type {{ index: number, why: string, ended: boolean }} */ (message);
    keep(told.index, told.why.slice(0, 500), `failed-${told.index}`);
    ended ||= told.ended;
  });
  let seen = -1;
  let since = Date.now();
  const watch = setInterval(() => {
    const [index = -1] = stateOf(folder);
    if (index !== seen) [seen, since] = [index, Date.now()];
    else if (Date.now() - since > patience) running.kill("SIGKILL");
  }, 1_000);
  const [code, signal] = await new Promise((done) => running.on("close", (...status) => done(status)));
  clearInterval(watch);
  const said = printed.split("\n").find((line) => /^(\w*Error|FATAL)/.test(line)) ?? printed.slice(0, 200);
  if (stateOf(folder).length === 0) throw new Error(`fuzz: ${name} cannot be made ready: ${said}`);
  const [index = first, accepted = 0, refused = 0, slowest = 0, peak = 0, slowestAt = first] = stateOf(folder);
  if (!ended && index < last) keep(index, signal === "SIGKILL" ? `goes on for more than ${patience / 1000} s` : `ends the process (${signal ?? code}): ${said}`, "input");
  return { reached: Math.min(last, index + 1), died: index < last, accepted, refused, slowest, slowestAt, peak, failures };
}

/** @param {string} folder */
function stateOf(folder) {
  const file = join(folder, "progress");
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  return new Float64Array(new Uint8Array(bytes).buffer, 0, Math.floor(bytes.length / 8));
}
