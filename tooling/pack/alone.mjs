import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { run } from "../process.mjs";
import { asked, binsOf, companions, firstBlock, importable, problemsOfFiles, problemsOfManifest } from "./contents.mjs";
import { root, tarballOf, withOurs } from "./workspace.mjs";

/** @typedef {import("./workspace.mjs").Member} Member */
/** @typedef {{ readonly name: string, readonly problem: string | undefined }} Outcome */

const twoMinutes = 120_000;

/** @param {string} file @returns {string | undefined} */
const textOf = (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);

/** @param {string} what @param {{ code: number, output: string }} result */
const failure = (what, { code, output }) => (code === 0 ? undefined : `${what} ended with ${code}:\n${output.trim()}`);

/** @param {string} folder @returns {readonly string[]} */
const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((file) => !file.startsWith("node_modules/"));

/**
 * @param {string} tarball
 * @returns {Promise<readonly Outcome[]>}
 */
const checkTypes = async (tarball) => {
  const bin = join(root, "node_modules");
  const publint = await run(process.execPath, [join(bin, "publint", "src", "cli.js"), "run", tarball, "--strict"], { timeout: twoMinutes });
  const attw = await run(process.execPath, [join(bin, "@arethetypeswrong", "cli", "dist", "index.js"), tarball, "--profile", "esm-only", "--no-emoji", "--no-color"], { timeout: twoMinutes });
  return [
    { name: "publint", problem: failure("publint", publint) },
    { name: "attw", problem: failure("attw", attw) },
  ];
};

/**
 * Only npm, as a reader would: no lockfile, no workspace.
 *
 * @param {string} folder with a package.json
 * @returns {Promise<string | undefined>} what is wrong
 */
export const install = async (folder) => {
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--prefer-offline", "--loglevel=error"];
  return failure("npm install", await run("npm", ["install", ...flags], { cwd: folder, timeout: 2 * twoMinutes }));
};

/** @param {string} folder @param {Readonly<Record<string, string>>} dependencies */
const installOnly = (folder, dependencies) => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, type: "module", dependencies }));
  return install(folder);
};

/** @param {string} folder @param {string} specifier */
const importQuietly = async (folder, specifier) => {
  const code = `const m = await import(${JSON.stringify(specifier)}); if (Object.keys(m).length === 0) { console.error("it exports nothing"); process.exitCode = 1; }`;
  const result = await run(process.execPath, ["--input-type=module", "--eval", code], { cwd: folder, timeout: twoMinutes });
  if (result.code === 0 && result.output.trim() !== "") return `importing it prints:\n${result.output.trim()}`;
  return failure(`import "${specifier}"`, result);
};

/** @param {string} folder @param {string} code @returns {Promise<string | undefined>} */
const runExample = async (folder, code) => {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, verbatimModuleSyntax: true } });
  const file = join(folder, "first.mjs");
  writeFileSync(file, outputText);
  const result = await run(process.execPath, [file], { cwd: folder, timeout: twoMinutes });
  return failure("examples/first.ts", result) ?? (result.output.trim() === "" ? "examples/first.ts prints nothing." : undefined);
};

/** @param {string} folder @param {string} bin path of the executable */
const runBin = async (folder, bin) => {
  const help = await run(process.execPath, [bin, "--help"], { cwd: folder, timeout: twoMinutes });
  return failure("--help", help) ?? (help.output.trim() === "" ? "--help prints nothing." : undefined);
};

/**
 * Installs one packed package into an empty folder and uses it there as its README says.
 *
 * @param {ReadonlyMap<string, Member>} packages
 * @param {Member} member
 * @param {string} tarballs folder of the packed packages
 * @param {string} folder an empty folder
 * @returns {Promise<readonly Outcome[]>}
 */
export const checkAlone = async (packages, member, tarballs, folder) => {
  const { name } = member.manifest;
  const example = textOf(join(member.folder, "examples", "first.ts"));
  const others = example === undefined ? [] : companions(example, name);
  const peers = member.manifest.peerDependencies ?? {};
  const ours = withOurs(packages, name);
  // A reader has what the README says to install, and what comes with it.
  const wanted = [...others, ...asked(textOf(join(member.folder, "README.md")) ?? "")].filter((other) => !ours.includes(other));
  const unknown = wanted.filter((other) => peers[other] === undefined);
  if (unknown.length > 0) return [{ name: "example", problem: `examples/first.ts imports, or README.md installs, ${unknown.join(", ")}, which ${name} knows nothing of: only itself, our packages it depends on, and its peers may be named.` }];

  const types = await checkTypes(join(tarballs, tarballOf(member.manifest)));
  const dependencies = Object.fromEntries(ours.map((one) => [one, pathToFileURL(join(tarballs, tarballOf(/** @type {Member} */ (packages.get(one)).manifest))).href]));
  const installed = { name: "installs alone", problem: await installOnly(folder, dependencies) };
  if (installed.problem !== undefined) return [...types, installed];

  const home = join(folder, "node_modules", name);
  const manifest = /** @type {import("./contents.mjs").Manifest} */ (JSON.parse(readFileSync(join(home, "package.json"), "utf8")));
  /** @type {Outcome[]} */
  const outcomes = [
    ...types,
    installed,
    { name: "contents", problem: [...problemsOfFiles(filesIn(home)), ...problemsOfManifest(manifest)].join("\n") || undefined },
  ];
  for (const specifier of importable(manifest)) outcomes.push({ name: `import ${specifier}`, problem: await importQuietly(folder, specifier) });
  for (const [bin, path] of Object.entries(binsOf(manifest))) outcomes.push({ name: `${bin} --help`, problem: await runBin(folder, join(home, path)) });
  if (example !== undefined) {
    // Only now: a plain import must do without optional peers.
    const problem = wanted.length === 0 ? undefined : await installOnly(folder, { ...dependencies, ...Object.fromEntries(wanted.map((other) => [other, peers[other] ?? "*"])) });
    if (problem !== undefined) return [...outcomes, { name: "installs with its peers", problem }];
    const shown = firstBlock(textOf(join(home, "README.md")) ?? "");
    outcomes.push(
      { name: "example", problem: await runExample(folder, example) },
      { name: "README shows the example", problem: shown === example.trim() ? undefined : "The first ```ts block of README.md differs from examples/first.ts." },
    );
  } else if (Object.keys(binsOf(manifest)).length === 0) outcomes.push({ name: "example", problem: "examples/first.ts is missing." });
  return outcomes;
};
