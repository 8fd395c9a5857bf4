/** What one imports, and where it runs. */
export interface EntryRow {
  /** Without the scope: `viz/png`. */
  readonly entry: string;
  /** In a page and in a Web Worker, by way of a bundler. */
  readonly browser: boolean;
  /** In a page without a bundler, by way of an import map: all that it stands on is made of modules. */
  readonly plain: boolean;
  /** What one would want to know where it is not for all. */
  readonly note?: string;
}

/** Every entry of every package; all run in Node. In the order in which one meets them. */
export const entries: readonly EntryRow[] = [
  { entry: "core", browser: true, plain: true },
  { entry: "models", browser: true, plain: true },
  { entry: "viz", browser: true, plain: true },
  { entry: "viz/png", browser: false, plain: false, note: "draws PNG by @resvg/resvg-js; a browser draws the SVG itself" },
  { entry: "nn", browser: true, plain: true },
  { entry: "backend-simd", browser: true, plain: true },
  { entry: "engine-ort", browser: false, plain: false, note: "calls onnxruntime-node" },
  { entry: "datasets", browser: false, plain: false, note: "reads files and downloads" },
  { entry: "datasets/pure", browser: true, plain: true, note: "the rest of datasets: drawn sets, splits, checks, parsers of bytes" },
  { entry: "augment", browser: true, plain: true },
  { entry: "augment/transformer", browser: true, plain: true, note: "what the worker threads of datasets load" },
  { entry: "augment/tfjs", browser: true, plain: true },
  { entry: "insight", browser: true, plain: false, note: "two of its dependencies are CommonJS" },
  { entry: "insight/filtering", browser: true, plain: true },
  { entry: "exchange", browser: true, plain: true, note: "from bytes to bytes" },
  { entry: "exchange/onnx", browser: true, plain: true },
  { entry: "exchange/imagenet", browser: true, plain: true },
  { entry: "exchange/node", browser: false, plain: false, note: "fetches and reads files of weights" },
  { entry: "recipes", browser: true, plain: true, note: "with data that are handed over" },
  { entry: "files", browser: false, plain: false },
  { entry: "files/bytes", browser: true, plain: true, note: "archives, safetensors and checks, from bytes" },
];

/** Where a package runs, and if it is not all of it that runs in browsers, what does. */
export function whereRuns(name: string): { readonly words: "Node" | "Node, browsers" | "Node; in browsers"; readonly only: readonly string[] } {
  const inBrowsers = entries.filter(({ entry, browser }) => browser && entry.split("/")[0] === name).map(({ entry }) => entry);
  if (inBrowsers.length === 0) return { words: "Node", only: [] };
  return inBrowsers.includes(name) ? { words: "Node, browsers", only: [] } : { words: "Node; in browsers", only: inBrowsers };
}
