import { existsSync, rmSync } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import threads from "node:worker_threads";
import { afterAll } from "vitest";

// Node reads no TypeScript: a worker whose script is one of our sources gets it bundled, so that it is tested as it stands here and needs no build.
const { Worker } = threads;
threads.Worker = class extends Worker {
  constructor(script: string | URL, options?: threads.WorkerOptions) {
    super(script instanceof URL && script.pathname.endsWith(".ts") ? bundled(fileURLToPath(script)) : script, options && withModule(options));
  }
};
syncBuiltinESMExports();

/** A worker may be told to load one of our sources as well: the transform of a pipeline. */
function withModule(options: threads.WorkerOptions): threads.WorkerOptions {
  const data = options.workerData as { readonly transform?: { readonly module: string } } | undefined;
  const { module } = data?.transform ?? {};
  if (module?.startsWith("file:") !== true || !module.endsWith(".ts")) return options;
  return { ...options, workerData: { ...data, transform: { ...data?.transform, module: pathToFileURL(bundled(fileURLToPath(module))).href } } };
}

/** By script. */
const bundles = new Map<string, string>();
afterAll(() => { for (const file of bundles.values()) rmSync(file, { force: true }); });

/** The folder of the package that a file belongs to. */
const packageOf = (file: string): string => (existsSync(join(dirname(file), "package.json")) ? dirname(file) : packageOf(dirname(file)));

/** The bundle of a script, in its package, so that packages of others are found. TensorFlow.js cannot be left out: Node does not load its modules one by one. */
function bundled(script: string): string {
  const made = bundles.get(script);
  if (made !== undefined) return made;
  const { buildSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  const outfile = join(packageOf(script), `node_modules/.cache/workers/${process.pid}-${bundles.size}.mjs`);
  const banner = { js: `import { createRequire } from "node:module"; const require = createRequire(import.meta.url);` };
  buildSync({ entryPoints: [script], outfile, banner, bundle: true, platform: "node", format: "esm", conditions: ["@convscope/source"], external: ["onnxruntime-node", "sharp", "@tensorflow/tfjs-backend-*", "@tensorflow/tfjs-node-gpu", "webgpu"], logLevel: "error" });
  bundles.set(script, outfile);
  return outfile;
}
