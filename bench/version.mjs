import { readFileSync } from "node:fs";

/** The version of a package that the bench measures, as this folder installs it. @param {string} name */
export const version = (name) => JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).devDependencies[name];
