import { readFileSync } from "node:fs";

const folder = new URL("../../../golden/", import.meta.url);

/** A golden JSON file of the project by name, e.g. `golden<Numerics>("numerics.json")`. The caller states its type; golden/README.md says where it comes from. */
export const golden = <T>(file: string): T => JSON.parse(readFileSync(new URL(file, folder), "utf8")) as T;

/** The bytes of a golden file. */
export const goldenBytes = (file: string): Uint8Array => new Uint8Array(readFileSync(new URL(file, folder)));
