/**
 * One epoch of real data from the first weight to the test accuracy, through the command line and in PyTorch:
 * `npm run bench -- epoch --data-dir FOLDER [--threads 2]`. FOLDER holds `mnist` and `fashion-mnist` as IDX files. PyTorch runs the
 * program that `convscope export pytorch` writes, with the same first weights.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values } = parseArgs({ args: process.argv.slice(3), options: { "data-dir": { type: "string", default: process.env["CONVSCOPE_DATA"] ?? "" }, threads: { type: "string", default: String(availableParallelism()) } } });
const { "data-dir": data, threads } = values;
if (data === "") throw new RangeError("bench: epoch needs --data-dir, a folder that holds mnist and fashion-mnist, or CONVSCOPE_DATA.");

const tasks = /** @type {const} */ ([["mnist-cnn", "mnist"], ["fashion-cnn", "fashion-mnist"], ["resnet20", "fashion-mnist"]]);
const cli = new URL("../apps/cli/dist/main.js", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "convscope-epoch-"));

/** @param {string} command @param {readonly string[]} args @param {NodeJS.ProcessEnv} [env] */
function run(command, args, env = process.env) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", env, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")}: ${stderr.trim().split("\n").at(-1) ?? ""}`);
  return stdout;
}

/** @typedef {{ imagesPerSecond: number, seconds: number, accuracy: number }} Epoch */

/** @param {string} model @param {string} set @param {string} backend @returns {Epoch} */
function ours(model, set, backend) {
  const out = join(folder, `${model}-${backend}`);
  run(process.execPath, [cli, "train", model, "--data", set, "--epochs", "1", "--backend", backend, "--threads", threads, "--out", out, "--json"], { ...process.env, CONVSCOPE_DATA: data });
  const { history, imagesPerSecond, test } = JSON.parse(readFileSync(join(out, "run.json"), "utf8"));
  if (history.length !== 1) throw new Error(`${model}: one epoch was wanted. Received ${history.length}.`);
  return { imagesPerSecond, seconds: 54_000 / imagesPerSecond, accuracy: test.accuracy };
}

/** @param {string} model @param {string} set @returns {Epoch} */
function pytorch(model, set) {
  const out = join(folder, `${model}-pytorch`);
  run(process.execPath, [cli, "export", "pytorch", model, "--input", "28x28x1", "--classes", "10", "-o", out]);
  return JSON.parse(run(process.env["BENCH_PYTHON"] ?? "/usr/bin/python3", [new URL("./contenders/epoch.py", import.meta.url).pathname, out, join(data, set), threads]));
}

/** @type {readonly (readonly [string, (model: string, set: string) => Epoch])[]} */
const contenders = [["ort", (model, set) => ours(model, set, "ort")], ["simd", (model, set) => ours(model, set, "simd")], ["PyTorch", pytorch]];

try {
  console.log(`| one epoch, ${threads} threads | ${contenders.map(([name]) => `${name}: images/s | seconds | test accuracy`).join(" | ")} |\n|---|${contenders.map(() => "--:|--:|--:").join("|")}|`);
  for (const [model, set] of tasks) {
    const cells = contenders.map(([, epoch]) => epoch(model, set)).map(({ imagesPerSecond, seconds, accuracy }) => `${Math.round(imagesPerSecond)} | ${seconds.toFixed(1)} | ${(100 * accuracy).toFixed(2)} %`);
    console.log(`| \`${model}\`, ${set} | ${cells.join(" | ")} |`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
