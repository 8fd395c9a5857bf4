import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Where the golden files are; the bundler knows. */
/* global GOLDEN */

/** @param {string} text */
export const utf8 = (text) => new TextEncoder().encode(text);

/** The bytes of golden files. @param {readonly string[]} names */
export const goldenBytes = (...names) => names.map((name) => new Uint8Array(readFileSync(join(GOLDEN, name))));
