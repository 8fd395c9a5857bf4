import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packages } from "./packages.ts";

test("every published package is listed", () => {
  const folder = new URL("../../../packages/", import.meta.url);
  const published = readdirSync(folder).filter((name) => (JSON.parse(readFileSync(new URL(`${name}/package.json`, folder), "utf8")) as { private?: boolean }).private !== true);
  expect(packages.map(({ name }) => name).toSorted()).toEqual(published.toSorted());
});

test.each(packages)("$name exports what one calls first", ({ name, first }) => {
  const index = readFileSync(new URL(`../../../packages/${name}/src/index.ts`, import.meta.url), "utf8");
  for (const word of first) expect(index, word).toMatch(new RegExp(`^export \\{[^}]*\\b${word}\\b`, "m"));
});
