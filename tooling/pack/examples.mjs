import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { run } from "../process.mjs";
import { install } from "./alone.mjs";
import { missingChromium, serveBy, serveFolder, trainIn } from "./page.mjs";
import { root, tarballOf, withOurs } from "./workspace.mjs";

/** @typedef {import("./alone.mjs").Outcome} Outcome */
/** @typedef {import("./page.mjs").Served} Served */
/** @typedef {Readonly<Record<string, string>>} Dependencies */

const threeMinutes = 180_000;

/** The folders of `examples/` that are projects of their own. @returns {readonly string[]} */
export const exampleNames = () => readdirSync(join(root, "examples")).filter((name) => existsSync(join(root, "examples", name, "package.json")));

/**
 * What an example asks for, with our packages from their tarballs instead of the registry, and what those need.
 *
 * @param {ReadonlyMap<string, import("./workspace.mjs").Member>} packages
 * @param {Dependencies} dependencies
 * @param {string} tarballs folder of the packed packages
 * @returns {Dependencies}
 */
const fromTarballs = (packages, dependencies, tarballs) => {
  const ours = new Set(Object.keys(dependencies).filter((name) => packages.has(name)).flatMap((name) => withOurs(packages, name)));
  const files = [...packages].filter(([name]) => ours.has(name)).map(([name, { manifest }]) => [name, pathToFileURL(join(tarballs, tarballOf(manifest))).href]);
  return { ...dependencies, ...Object.fromEntries(files) };
};

/**
 * A command in the example's folder.
 *
 * @param {string} folder
 * @param {string} command
 * @param {readonly string[]} args
 */
const succeeds = async (folder, command, args) => {
  const { code, output } = await run(command, args, { cwd: folder, timeout: threeMinutes });
  return { problem: code === 0 ? undefined : `${[command, ...args].join(" ")} ended with ${code}:\n${output.trim()}`, output };
};

/** @param {string} name @param {() => Promise<Served>} serve @param {{ readonly isolated: boolean }} options @returns {Promise<Outcome>} */
const trains = async (name, serve, options) => {
  try {
    const { url, close } = await serve();
    try {
      return { name, problem: await trainIn(url, options) };
    } finally {
      close();
    }
  } catch (error) {
    return { name, problem: String(error) };
  }
};

/** Each example as its README says to use it. @type {Readonly<Record<string, (folder: string) => Promise<readonly Outcome[]>>>} */
const ways = {
  node: async (folder) => {
    const { problem, output } = await succeeds(folder, "npm", ["start"]);
    const right = Number(/([\d.]+) % of \d+ unseen digits right/.exec(output)?.[1]);
    const taken = output.match(/^a \d is taken for a \d$/gm) ?? [];
    return [{ name: "npm start", problem: problem ?? (right > 90 && taken.length === 5 ? undefined : `More than 90 % must be right after loading, and five digits predicted. It prints:\n${output.trim()}`) }];
  },
  vite: async (folder) => {
    const vite = join(folder, "node_modules", "vite", "bin", "vite.js");
    const types = await succeeds(folder, process.execPath, [join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "."]);
    const build = await succeeds(folder, "npm", ["run", "build"]);
    const outcomes = [{ name: "types", problem: types.problem ?? undefined }, { name: "npm run build", problem: build.problem }];
    if (build.problem !== undefined || missingChromium() !== undefined) return outcomes;
    // The built app, and the same while one writes it: there Vite loads packages in another way.
    return [
      ...outcomes,
      await trains("npm run preview", () => serveBy([vite, "preview", "--port", "0"], folder), { isolated: true }),
      await trains("npm run dev", () => serveBy([vite, "--port", "0"], folder), { isolated: true }),
    ];
  },
  module: async (folder) => (missingChromium() === undefined ? [await trains("page", () => serveFolder(folder), { isolated: false })] : []),
};

/**
 * Installs the packed packages into a copy of an example and uses it there as its README says.
 *
 * @param {ReadonlyMap<string, import("./workspace.mjs").Member>} packages
 * @param {string} name folder in `examples/`
 * @param {string} tarballs folder of the packed packages
 * @param {string} folder where the copy goes
 * @returns {Promise<readonly Outcome[]>}
 */
export const checkExample = async (packages, name, tarballs, folder) => {
  const way = ways[name];
  if (way === undefined) return [{ name: "checked", problem: `tooling/pack/examples.mjs must say how examples/${name} is used.` }];
  cpSync(join(root, "examples", name), folder, { recursive: true, filter: (path) => !/[\\/](node_modules|dist|saved)$/.test(path) });
  const manifest = /** @type {{ dependencies: Dependencies }} */ (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, dependencies: fromTarballs(packages, manifest.dependencies, tarballs) }));
  const installed = { name: "installs", problem: await install(folder) };
  return installed.problem === undefined ? [installed, ...(await way(folder))] : [installed];
};
