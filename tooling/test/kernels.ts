import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const pathOf = (file: string): string => fileURLToPath(new URL(`../../packages/backend-simd/${file}`, import.meta.url));

/** Compiles the WebAssembly kernels in a clone that has none: once, before any worker asks for them. What is there stays, even where its source is newer. */
export function setup(): void {
  // Written last.
  if (!existsSync(pathOf("src/generated/exports.ts"))) execFileSync(process.execPath, [pathOf("build/assembly.mjs")], { stdio: "inherit" });
}
