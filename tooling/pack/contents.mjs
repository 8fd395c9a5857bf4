/**
 * @typedef {object} Manifest the part of a package.json that is looked at
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {unknown} [exports]
 * @property {string | Record<string, string>} [bin]
 * @property {readonly string[]} [files]
 * @property {Readonly<Record<string, string>>} [dependencies]
 * @property {Readonly<Record<string, string>>} [peerDependencies]
 * @property {Readonly<Record<string, { readonly optional?: boolean }>>} [peerDependenciesMeta]
 * @property {Readonly<Record<string, string>>} [optionalDependencies]
 */

const always = ["package.json", "README.md", "LICENSE"];
/** Where code of others is bundled. */
const sometimes = ["THIRD-PARTY-LICENSES.txt"];
const folders = /^(dist|assets|bin)\//;
const neverShipped = /\.(test|bench|test-d)\.|(^|\/)(tests?|__snapshots__|fixtures)\/|\.tsbuildinfo$/;

/** The executables that a package names. @param {Manifest} manifest @returns {Readonly<Record<string, string>>} */
export const binsOf = ({ bin, name }) => (typeof bin === "string" ? { [name.replace(/^@[^/]+\//, "")]: bin } : (bin ?? {}));

/**
 * What is wrong with the files of a packed package.
 *
 * @param {readonly string[]} files paths within the package
 * @returns {readonly string[]} one sentence each; empty when all is well
 */
export const problemsOfFiles = (files) => [
  ...always.filter((name) => !files.includes(name)).map((name) => `${name} is missing.`),
  ...files.filter((file) => ![...always, ...sometimes].includes(file) && (!folders.test(file) || neverShipped.test(file))).map((file) => `${file} does not belong in the package: see "files" in its package.json.`),
  ...(files.some((file) => file.startsWith("dist/")) ? [] : ["dist/ is missing or empty."]),
];

/**
 * What is wrong with a packed package.json.
 *
 * @param {Manifest} manifest
 * @returns {readonly string[]}
 */
export const problemsOfManifest = (manifest) => {
  const text = JSON.stringify(manifest);
  const ranges = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.optionalDependencies });
  return [
    ...(text.includes("@convscope/source") ? ['The condition "@convscope/source" is still in it: repeat "exports" without it in "publishConfig".'] : []),
    ...(/\/src\//.test(JSON.stringify(manifest.exports ?? {})) ? ['"exports" points into src/.'] : []),
    ...ranges.filter(([, range]) => /^(workspace|link|file|catalog):/.test(range)).map(([name, range]) => `${name} is asked for as "${range}", which works in this workspace alone.`),
  ];
};

/**
 * The paths by which plain Node can import a package: "." and the like, without assets.
 *
 * @param {Manifest} manifest
 * @returns {readonly string[]} specifiers
 */
export const importable = ({ name, exports }) => {
  if (exports === null || typeof exports !== "object") return [name];
  const entries = Object.entries(exports);
  if (entries.some(([key]) => !key.startsWith("."))) return [name];
  return entries.filter(([key, target]) => !key.includes("*") && /\.js"/.test(`${JSON.stringify(target)}`)).map(([key]) => name + key.slice(1));
};

/**
 * The first TypeScript block of a README, trimmed; undefined when there is none.
 *
 * @param {string} readme
 * @returns {string | undefined}
 */
export const firstBlock = (readme) => /^```ts\n([\s\S]*?)^```/m.exec(readme)?.[1]?.trim();

/**
 * The packages an example imports beside its own, which its reader has to install too.
 *
 * @param {string} code
 * @param {string} own name of the package
 * @returns {readonly string[]}
 */
export const companions = (code, own) => {
  const found = [...code.matchAll(/(?:from|import)\s*\(?\s*"([^".][^"]*)"/g)].map(([, specifier = ""]) => specifier);
  const names = found.filter((specifier) => !specifier.startsWith("node:")).map((specifier) => specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/"));
  return [...new Set(names)].filter((name) => name !== own);
};

/**
 * The packages that a README says to install, in its first shell block, without versions.
 *
 * @param {string} readme
 * @returns {readonly string[]}
 */
export const asked = (readme) => {
  const [, line = ""] = /^```sh\n(?:.*\n)*?npm (?:install|i) (.*)$/m.exec(readme) ?? [];
  return line.split(/\s+/).filter((word) => word !== "" && !word.startsWith("-")).map((word) => word.replace(/(?<=.)@.*$/, ""));
};
