/**
 * From a clean clone to a trained network: npm start [-- further arguments of `convscope train`]
 */
import { requireNode } from "./node-version.mjs";

requireNode();

const { existsSync, readFileSync } = await import("node:fs");
const { dirname, join, relative } = await import("node:path");
const { fileURLToPath } = await import("node:url");
const { pnpm } = await import("./process.mjs");
const { elapsed, step } = await import("./steps.mjs");

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, "apps", "cli");

/** The network that a first visitor sees: small enough for two cores, good enough to learn. */
const model = "fashion-cnn";
const training = ["train", model, "--data", "strokes", "--epochs", "3", "--seed", "1"];

/** The first of runs/first, runs/first-2, … that is free: a used folder is never written over. */
const freshRun = () => {
  for (let number = 1; ; number += 1) {
    const folder = join(root, "runs", number === 1 ? "first" : `first-${number}`);
    if (!existsSync(folder)) return relative(root, folder);
  }
};

/** The file behind the `convscope` command. @returns {string} */
const executable = () => {
  const { bin } = JSON.parse(readFileSync(join(cli, "package.json"), "utf8"));
  const file = typeof bin === "string" ? bin : bin?.convscope;
  if (typeof file !== "string") throw new Error('apps/cli/package.json names no executable: expected "bin": { "convscope": … }.');
  return join(cli, file);
};

/**
 * @param {{ code: number }} result
 * @param {string} wayOut
 */
const orStop = ({ code }, wayOut) => {
  if (code === 0) return;
  console.error(code === 130 ? "\nStopped." : `\nThis step failed; its own words are above. ${wayOut}`);
  process.exit(code);
};

const started = Date.now();
console.log(`Convscope: a first network, on Node ${process.versions.node}\n`);
orStop(
  await step("Install packages", pnpm("install", "--frozen-lockfile"), { cwd: root, env: { CI: "true" } }),
  "Is the network or the npm registry within reach? If pnpm-lock.yaml does not fit the package.json files, run: npx -y pnpm@12.21.0 install",
);
orStop(
  await step("Build the command and what it needs", pnpm("exec", "turbo", "run", "build", "--filter=@convscope/cli...", "--output-logs=errors-only"), { cwd: root }),
  "If you changed nothing, remove node_modules and try again.",
);
console.log(`\n$ convscope summary ${model}\n`);
orStop(await step("Count", [process.execPath, executable(), "summary", model], { cwd: root, show: true }), "The network could not be counted.");
const out = freshRun();
const extra = process.argv.slice(2);
const args = [...training, ...(extra.includes("--out") ? [] : ["--out", out]), ...extra];
console.log(`\n$ convscope ${args.join(" ")}\n`);
orStop(await step("Train", [process.execPath, executable(), ...args], { cwd: root, show: true }), `The same by hand: npx --no-install convscope ${args.join(" ")}`);
console.log(`\nAll of it took ${elapsed(started)}. Next: npx --no-install convscope --help`);
