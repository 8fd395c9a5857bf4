import { existsSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, posix, relative, resolve, sep } from "node:path";
import { below, fences, floors } from "./floors.mjs";

const builtins = new Set(builtinModules);
const ours = "@convscope/";

/** @param {string} path */
const readManifest = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {});

/** "@scope/name/deep" → "@scope/name". @param {string} specifier */
const packageOf = (specifier) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

/**
 * What a file is for decides what it may import: the source ships, the rest stays here.
 *
 * @param {string} inside path within the package
 */
const roleOf = (inside) => {
  if (/(\.(test|test-d|bench)|(^|\/)testing)\.ts$/.test(inside) || /^(test|bench)\//.test(inside)) return "test";
  // Only the first example is run where nothing but its package is installed; the others may use what tests may.
  if (/^examples\//.test(inside)) return inside === "examples/first.ts" ? "example" : "test";
  if (/\.config\.[mc]?[jt]s$/.test(inside)) return "config";
  return "source";
};

/**
 * @typedef {object} Place where an importing file stands
 * @property {string} path from the root
 * @property {string} folder the package's folder name
 * @property {string} home the package's folder, from the root
 * @property {string} inside path within the package
 * @property {"test" | "example" | "config" | "source"} role
 */

/**
 * @param {string} root
 * @param {string} filename
 * @returns {Place | undefined}
 */
const placeOf = (root, filename) => {
  const path = relative(root, filename).split(sep).join("/");
  const match = /^(packages|apps)\/([^/]+)\/(.+)$/.exec(path);
  if (match === null) return undefined;
  const [, group = "", folder = "", inside = ""] = match;
  return { path, folder, home: `${group}/${folder}`, inside, role: roleOf(inside) };
};

/**
 * @param {string} specifier
 * @param {Place} place
 */
const checkRelative = (specifier, { path, folder, home, role }) => {
  const target = posix.join(posix.dirname(path), specifier.replace(/\?.*$/, ""));
  const golden = role !== "source" && target.startsWith("golden/");
  const suite = role === "test" && (floors[folder]?.suites ?? []).some((start) => target.startsWith(start));
  if (!golden && !suite && !target.startsWith(`${home}/`)) return `"${specifier}" leaves ${home}. Import another package by its name.`;
  if (!/\.[a-z]+$/.test(target)) return `"${specifier}" needs its file's extension: "${specifier}.ts".`;
  return undefined;
};

/**
 * @param {string} specifier
 * @param {Place} place
 */
const checkBuiltin = (specifier, { folder, inside, role }) => {
  if (!specifier.startsWith("node:")) return `"${specifier}" is a module of Node: write "node:${specifier}".`;
  const allowed = floors[folder]?.node;
  if (role !== "source" || allowed === undefined || allowed.some((pattern) => pattern.test(inside))) return undefined;
  const wayOut = allowed.length === 0 ? "Take what you need as an argument." : "Files under src/node/ and *.node.ts may use it.";
  return `"${specifier}" in ${folder}, which also runs in browsers. ${wayOut}`;
};

/**
 * @param {string} specifier
 * @param {Place} place
 */
const checkOurs = (specifier, { folder, role }) => {
  const name = packageOf(specifier).slice(ours.length);
  if (role === "config") return undefined;
  const own = floors[folder]?.imports ?? [];
  if (role === "example") {
    // What it depends on is installed with it: a network cannot be shown without the graph it runs.
    return name === folder || own.includes(name) ? undefined : `"${specifier}": a package's example imports ${[folder, ...own].map((known) => ours + known).join(", ")} only.`;
  }
  if (role === "test") {
    if (name === folder || name === "test-kit" || below(folder).has(name)) return undefined;
  } else if (own.includes(name)) return undefined;
  return `${folder} may not import ${ours}${name}. It may import: ${own.length === 0 ? "nothing of ours" : own.join(", ")}.`;
};

/**
 * @param {string} root
 * @param {string} specifier
 * @param {Place} place
 */
const checkDeclared = (root, specifier, { folder, home, role }) => {
  const name = packageOf(specifier);
  if (name === `${ours}${folder}`) return undefined;
  const manifest = readManifest(join(root, home, "package.json"));
  const shipped = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies };
  if (name in shipped) return undefined;
  if (role === "source" || role === "example") return `"${name}" is not in the dependencies of ${home}/package.json.`;
  const rootManifest = readManifest(join(root, "package.json"));
  if (name in { ...manifest.devDependencies, ...rootManifest.devDependencies }) return undefined;
  return `"${name}" is in no package.json that ${home} reads (its own, or the root's devDependencies).`;
};

/**
 * The first rule that an import breaks, in words; undefined when it breaks none.
 *
 * @param {string} root folder of the workspace
 * @param {string} filename importing file, absolute
 * @param {string} specifier what it imports
 * @returns {string | undefined}
 */
export const problemWith = (root, filename, specifier) => {
  const place = placeOf(root, filename);
  if (place === undefined) return undefined;
  const floor = floors[place.folder];
  if (floor === undefined) return `${place.home} has no row in tooling/lint/floors.mjs.`;
  if (specifier.startsWith(".")) return checkRelative(specifier, place);
  if (specifier.startsWith("node:") || builtins.has(specifier)) return checkBuiltin(specifier, place);
  for (const { pattern, files, rule } of fences) {
    if (pattern.test(specifier) && !files.test(place.path)) return `"${specifier}": ${rule}.`;
  }
  if (specifier.startsWith(ours)) {
    const problem = checkOurs(specifier, place);
    if (problem !== undefined) return problem;
  } else if (floor.alone === true && place.role === "source") return `${place.folder} imports nothing: found "${specifier}".`;
  return checkDeclared(root, specifier, place);
};

/** @type {import("eslint").Rule.RuleModule} */
export const boundaries = {
  meta: {
    type: "problem",
    docs: { description: "Packages import only what their floor allows and their package.json states." },
    schema: [{ type: "object", properties: { root: { type: "string" } }, additionalProperties: false }],
    messages: { broken: "{{problem}}" },
  },
  create(context) {
    const root = resolve(context.options[0]?.root ?? dirname(dirname(import.meta.dirname)));
    /** @param {unknown} source */
    const check = (source) => {
      const node = /** @type {{ type?: string, value?: unknown } | null | undefined} */ (source);
      if (node?.type !== "Literal" || typeof node.value !== "string") return;
      const problem = problemWith(root, context.filename, node.value);
      if (problem !== undefined) context.report({ node: /** @type {import("eslint").JSSyntaxElement} */ (node), messageId: "broken", data: { problem } });
    };
    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      /** @param {{ source?: unknown, argument?: { literal?: unknown } }} node */
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
    };
  },
};
