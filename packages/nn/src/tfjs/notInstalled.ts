import type { BackendCheck } from "./backendPackage.ts";

/** The answer of a backend whose packages are missing. */
export const notInstalled = (...packages: readonly string[]): BackendCheck => ({ available: false, threads: 1, note: `not installed; npm install ${packages.join(" ")}` });
