import { createRequire } from "node:module";
import { cpus } from "node:os";

const require = createRequire(import.meta.url);

/** The versions that a run depends on, for whoever repeats it. */
export const versions = (): Record<string, string> => ({
  convscope: versionOf("../package.json"),
  node: process.versions.node,
  tfjs: versionOf("@tensorflow/tfjs-core/package.json"),
  onnxruntime: ofEngine("onnxruntime-node/package.json"),
  platform: `${process.platform}-${process.arch}`,
  // Another processor may add up in another order.
  cpu: cpus()[0]?.model ?? "unknown",
});

/** The version of this command. */
export const version: string = versionOf("../package.json");

function versionOf(path: string): string {
  const { version } = require(path) as { readonly version: string };
  return version;
}

/** Of a package that the engine brings or finds, which need not lie where this command could. */
function ofEngine(path: string): string {
  for (const from of [() => createRequire(import.meta.resolve("@convscope/engine-ort")), () => require])
    try {
      return (from()(path) as { readonly version: string }).version;
    } catch {
      continue;
    }
  return "none";
}
