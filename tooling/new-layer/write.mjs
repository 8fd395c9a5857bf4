import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes all files or none: where one cannot be written, those before it are as they were.
 *
 * @param {string} root
 * @param {ReturnType<typeof import("./plan.mjs").plan>} planned
 */
export const writeAll = (root, { created, edited }) => {
  const before = new Map([...edited.keys()].map((path) => [path, readFileSync(join(root, path))]));
  /** @type {string[]} */
  const written = [];
  try {
    for (const [path, text] of created) {
      // A file that somebody made in the meantime is not written over.
      writeFileSync(join(root, path), text, { flag: "wx" });
      written.push(path);
    }
    for (const [path, text] of edited) {
      written.push(path);
      writeFileSync(join(root, path), text);
    }
  } catch (error) {
    for (const path of written) {
      const text = before.get(path);
      if (text === undefined) rmSync(join(root, path));
      else writeFileSync(join(root, path), text);
    }
    throw error;
  }
};
