/**
 * Who may import whom. A package may import the packages of its row, and nothing else of ours.
 *
 * @typedef {object} Floor
 * @property {readonly string[]} imports our packages, without the scope
 * @property {readonly RegExp[]} [node] files, relative to the package, that may use Node's own modules; absent: every file may
 * @property {readonly string[]} [tests] what its tests may use besides: packages that do not import it
 * @property {readonly string[]} [suites] folders of other packages, from the root, whose tests its own tests run too
 * @property {boolean} [alone] true when the package takes nothing from npm either
 */

/** No source file: the package runs in a browser as it is. @type {readonly RegExp[]} */
const browser = [];

/** The entry points made for Node beside one that runs in browsers. */
const nodeEntry = [/^src\/node\//, /^src\/[^/]+\.node\.ts$/];

/** @type {Readonly<Record<string, Floor>>} */
export const floors = {
  core: { imports: [], node: browser, alone: true },
  files: { imports: [] },
  augment: { imports: [], node: browser },
  // Asks the running Node for its worker threads and cores, by name: nothing that a bundler would have to find.
  "backend-simd": { imports: [], node: [/^src\/threads\.ts$/] },
  datasets: { imports: ["files"] },
  models: { imports: ["core"], node: browser },
  viz: { imports: ["core"], node: nodeEntry, tests: ["models"] },
  exchange: { imports: ["core", "files"], node: nodeEntry },
  nn: { imports: ["core"], node: nodeEntry, tests: ["exchange", "models", "datasets", "backend-simd"] },
  "engine-ort": { imports: ["core", "exchange", "nn"], node: nodeEntry, tests: ["backend-simd"], suites: ["packages/nn/test/"] },
  recipes: { imports: ["core", "files", "augment", "datasets", "models", "viz", "nn"], node: browser, tests: ["backend-simd"] },
  insight: { imports: ["core", "nn"], node: browser, tests: ["backend-simd", "datasets", "exchange", "models"] },
  "test-kit": { imports: ["core"] },
  cli: { imports: ["core", "files", "augment", "backend-simd", "datasets", "models", "viz", "exchange", "nn", "engine-ort", "recipes", "insight"] },
  docs: { imports: ["core", "files", "augment", "backend-simd", "datasets", "models", "viz", "exchange", "nn", "engine-ort", "recipes", "insight", "cli"] },
};

/**
 * Packages from npm that only some of our files may import: TensorFlow.js stays behind the engine.
 *
 * @type {readonly { readonly pattern: RegExp, readonly files: RegExp, readonly rule: string }[]}
 */
export const fences = [
  {
    pattern: /^@tensorflow\/tfjs-backend-/,
    files: /^packages\/(nn\/(src\/tfjs|test|bench)|backend-[^/]+|augment\/test|recipes\/test)\/|^apps\//,
    rule: "TensorFlow.js backends belong to packages/nn/src/tfjs, the backend packages and the apps",
  },
  {
    pattern: /^@tensorflow\/(?!tfjs-backend-)/,
    files: /^packages\/(nn\/(src\/tfjs|test|bench)|backend-[^/]+|augment\/test)\//,
    rule: "TensorFlow.js belongs to packages/nn/src/tfjs and the backend packages: use the Engine interface",
  },
  {
    pattern: /^onnxruntime-/,
    files: /^packages\/(engine-ort\/|[^/]+\/test\/)|\.test\.ts$/,
    rule: "ONNX Runtime belongs to packages/engine-ort, elsewhere only to tests",
  },
];

/**
 * Everything a package reaches through its row: what its tests may use too.
 *
 * @param {string} name
 * @returns {ReadonlySet<string>}
 */
export const below = (name) => {
  const found = new Set();
  /** @param {string} from */
  const visit = (from) => {
    for (const next of floors[from]?.imports ?? []) {
      if (!found.has(next)) {
        found.add(next);
        visit(next);
      }
    }
  };
  visit(name);
  for (const other of floors[name]?.tests ?? []) {
    found.add(other);
    visit(other);
  }
  return found;
};
