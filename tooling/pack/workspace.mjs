import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** @typedef {import("./contents.mjs").Manifest} Manifest */
/** @typedef {{ readonly folder: string, readonly manifest: Manifest }} Member */

/** The folder of the workspace. */
export const root = dirname(dirname(import.meta.dirname));

/** Every package that is published, by name. @returns {ReadonlyMap<string, Member>} */
export const publicPackages = () => {
  const folders = ["packages", "apps"].flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)));
  const members = folders
    .filter((folder) => existsSync(join(folder, "package.json")))
    .map((folder) => ({ folder, manifest: /** @type {Manifest} */ (JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))) }))
    .filter(({ manifest }) => manifest.private !== true);
  return new Map(members.map((member) => [member.manifest.name, member]));
};

/**
 * The import paths of a package that are code, with the source file behind each, and what the build makes of it.
 *
 * @param {Member} member
 * @returns {readonly { readonly specifier: string, readonly source: string, readonly built: string }[]}
 */
export const entriesOf = ({ folder, manifest: { name, exports } }) => {
  const targets = /** @type {Readonly<Record<string, string | { readonly "@convscope/source"?: string, readonly default?: string }>>} */ (exports);
  return Object.entries(targets).flatMap(([path, target]) => {
    const { "@convscope/source": source, default: built } = typeof target === "string" ? {} : target;
    return source === undefined || built === undefined ? [] : [{ specifier: name + path.slice(1), source: join(folder, source), built: join(folder, built) }];
  });
};

/**
 * The names of a package and of all our packages it needs, itself first.
 *
 * @param {ReadonlyMap<string, Member>} packages
 * @param {string} name
 * @returns {readonly string[]}
 */
export const withOurs = (packages, name) => {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {string} next */
  const visit = (next) => {
    const member = packages.get(next);
    if (member === undefined || found.has(next)) return;
    found.add(next);
    const { dependencies, peerDependencies, peerDependenciesMeta = {} } = member.manifest;
    for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
      if (peerDependenciesMeta[dependency]?.optional !== true) visit(dependency);
    }
  };
  visit(name);
  return [...found];
};

/** The file that `pnpm pack` writes. @param {Manifest} manifest */
export const tarballOf = ({ name, version }) => `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
