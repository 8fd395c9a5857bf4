import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { bundle } from "./bundle.mjs";

const from = mkdtempSync(join(tmpdir(), "size-"));
afterAll(() => {
  rmSync(from, { recursive: true });
});

/** Text of so many kB that gzip makes no smaller than three quarters of it. */
const noise = (kB: number): string => Array.from({ length: Math.round((kB * 1000) / 88) }, (_, index) => createHash("sha512").update(String(index)).digest("base64")).join("");

const add = (path: string, text: string): void => {
  mkdirSync(dirname(join(from, "node_modules", path)), { recursive: true });
  writeFileSync(join(from, "node_modules", path), text);
};
for (const name of ["whole", "part", "shell"]) add(`${name}/package.json`, `{ "name": "${name}", "type": "module", "exports": "./index.js", "sideEffects": false }`);
add("part/index.js", `export const part = ${JSON.stringify(noise(4))};`);
add("whole/index.js", 'export { part } from "part";\nexport const small = 1;\nexport const later = () => import("./later.js");\n');
add("whole/later.js", `export const more = ${JSON.stringify(noise(2))};`);
add("shell/index.js", 'import { readFileSync } from "node:fs";\nexport const read = readFileSync;\n');

test("a size is what is loaded at once; the rest is counted apart", async () => {
  const { first, later, parts } = await bundle('export * from "whole";', { from });
  expect(Math.round(first)).toBe(3);
  expect(later).toBeGreaterThan(1.5);
  expect(later).toBeLessThan(2);
  expect(parts[0]?.file).toMatch(/part\/index\.js$/);
});

test("the packages that a package imports can be left out, and what one does not import is", async () => {
  const all = await bundle('export * from "whole";', { from });
  const own = await bundle('export * from "whole";', { from, outside: true });
  const small = await bundle('export { small } from "whole";', { from });
  expect(own.first).toBeLessThan(all.first / 2);
  expect(small.first).toBeLessThan(0.2);
});

test("Node's modules are no part of a browser", async () => {
  for (const outside of [false, true]) {
    const { problems } = await bundle('export * from "shell";', { from, outside });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/shell\/index\.js:1: Could not resolve "node:fs"$/);
  }
});
