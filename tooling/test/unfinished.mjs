import { writeFileSync } from "node:fs";

/**
 * Tells which test files a worker process took down with it: vitest only says that one "exited unexpectedly". They are named, and listed as
 * JSON in the file that `CONVSCOPE_UNFINISHED` names.
 */
export default class Unfinished {
  /** @type {Set<string>} */
  #running = new Set();

  /** @param {{ moduleId: string }} module */
  onTestModuleStart({ moduleId }) {
    this.#running.add(moduleId);
  }

  /** @param {{ moduleId: string }} module */
  onTestModuleEnd({ moduleId }) {
    this.#running.delete(moduleId);
  }

  onTestRunEnd() {
    const files = [...this.#running];
    for (const file of files) console.error(`unfinished: ${file}`);
    const list = process.env["CONVSCOPE_UNFINISHED"];
    if (list !== undefined) writeFileSync(list, JSON.stringify(files));
  }
}
