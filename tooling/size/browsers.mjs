/**
 * The import paths that no browser can load, each with the reason and what a browser takes instead. All others must load there, in a page and in a worker.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const nodeOnly = {
  "@convscope/cli": "a command; what it does is in the other packages",
  "@convscope/datasets": "reads data sets from disk and fetches them; @convscope/datasets/pure has all the rest",
  "@convscope/engine-ort": "loads ONNX Runtime's native library; @convscope/backend-simd and WebGPU train in a browser",
  "@convscope/exchange/node": "reads and fetches files by path; @convscope/exchange takes bytes",
  "@convscope/files": "reads, writes and fetches files by path; @convscope/files/bytes takes bytes",
  "@convscope/viz/png": "draws SVG into a PNG with a native library; a browser draws SVG itself",
};

/**
 * What is wrong with where an import path runs.
 *
 * @param {string} specifier
 * @param {readonly string[]} problems of its bundle for browsers
 * @param {string | undefined} [reason] why it is for Node alone
 * @returns {string | undefined}
 */
export const placeProblem = (specifier, problems, reason = nodeOnly[specifier]) => {
  if (reason === undefined) {
    if (problems.length === 0) return undefined;
    return `${specifier} cannot be bundled for a browser:\n${problems.map((problem) => `  ${problem}`).join("\n")}\nImport what runs everywhere (@convscope/files/bytes, @convscope/datasets/pure), or, if it is for Node alone, give the reason in tooling/size/browsers.mjs and in its README.`;
  }
  return problems.some((problem) => problem.includes('"node:')) ? undefined : `${specifier} is listed in tooling/size/browsers.mjs as for Node alone, and its bundle for a browser imports none of Node's modules. Take it out of the list, and say in its README that it runs in browsers.`;
};
