import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the golden files are: said by what starts the process, as this module is bundled to somewhere else. */
const folder = process.env["CONVSCOPE_GOLDEN"] ?? "";

/** @param {string} text */
export const utf8 = (text) => new TextEncoder().encode(text);

/** The bytes of golden files. @param {readonly string[]} names */
export const goldenBytes = (...names) => names.map((name) => new Uint8Array(readFileSync(join(folder, name))));
