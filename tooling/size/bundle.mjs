import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/**
 * @typedef {object} Bundle
 * @property {number} first kB (1000 bytes), minified and gzipped, that are loaded at once
 * @property {number} later kB that `import()` loads when they are needed
 * @property {readonly string[]} problems why no browser can load it, one sentence each; then the sizes are 0
 * @property {readonly { readonly file: string, readonly kB: number }[]} parts the files it is made of, minified but not gzipped, largest first
 */

/** @param {{ readonly contents: Uint8Array }} file */
const packed = ({ contents }) => gzipSync(contents, { level: 9 }).length / 1000;

/** @param {import("esbuild").Message} message */
const sentence = ({ text, location }) => (location === null ? text : `${location.file}:${location.line}: ${text}`);

/** Every import of a package, but for those of the given code itself. @type {import("esbuild").Plugin} */
const packagesOutside = {
  name: "packages outside",
  setup({ onResolve }) {
    // A path that begins with neither a dot nor a slash. Node's own modules are left to esbuild, which refuses them.
    onResolve({ filter: /^[^./]/ }, ({ path, importer }) => (importer === "<stdin>" || path.startsWith("node:") ? undefined : { path, external: true }));
  },
};

/**
 * Makes a bundle for browsers of some code, as its users do.
 *
 * @param {string} code
 * @param {{ readonly from: string, readonly outside?: boolean, readonly conditions?: readonly string[] }} options from: the folder whose packages it finds; outside: the packages that a package imports are left out
 * @returns {Promise<Bundle & { readonly files: readonly import("esbuild").OutputFile[] }>}
 */
export const bundle = async (code, { from, outside = false, conditions = [] }) => {
  try {
    const { metafile, outputFiles } = await build({
      stdin: { contents: code, resolveDir: from }, bundle: true, minify: true, format: "esm", platform: "browser", target: "es2022",
      splitting: true, outdir: "/", entryNames: "entry", write: false, metafile: true, logLevel: "silent", absWorkingDir: "/",
      ...(conditions.length === 0 ? {} : { conditions: [...conditions] }), plugins: outside ? [packagesOutside] : [],
    });
    /** @type {Set<string>} */
    const atOnce = new Set();
    /** @param {string} path */
    const visit = (path) => {
      if (atOnce.has(path)) return;
      atOnce.add(path);
      for (const { kind, path: next, external = false } of metafile.outputs[path]?.imports ?? []) if (kind === "import-statement" && !external) visit(next);
    };
    visit("entry.js");
    /** @param {boolean} wanted */
    const total = (wanted) => outputFiles.filter(({ path }) => atOnce.has(path.replace(/^\//, "")) === wanted).reduce((sum, file) => sum + packed(file), 0);
    /** @type {Map<string, number>} */
    const parts = new Map();
    for (const { inputs } of Object.values(metafile.outputs)) for (const [file, { bytesInOutput }] of Object.entries(inputs)) parts.set(file, (parts.get(file) ?? 0) + bytesInOutput / 1000);
    return { first: total(true), later: total(false), problems: [], parts: [...parts].map(([file, kB]) => ({ file, kB })).sort((a, b) => b.kB - a.kB), files: outputFiles };
  } catch (error) {
    const { errors = [] } = /** @type {Partial<import("esbuild").BuildFailure>} */ (error);
    if (errors.length === 0) throw error;
    return { first: 0, later: 0, problems: errors.map(sentence), parts: [], files: [] };
  }
};
