import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The versions that a run depends on, for whoever repeats it. */
export const versions = (): Record<string, string> => ({
  convscope: versionOf("../package.json"),
  node: process.versions.node,
  tfjs: versionOf("@tensorflow/tfjs-core/package.json"),
});

/** The version of this command. */
export const version: string = versionOf("../package.json");

function versionOf(path: string): string {
  const { version } = require(path) as { readonly version: string };
  return version;
}
