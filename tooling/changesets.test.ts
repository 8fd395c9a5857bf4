import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publicPackages, root } from "./pack/workspace.mjs";

const folder = join(root, ".changeset");

/** The packages that each note is about. */
const notes = readdirSync(folder).filter((file) => file.endsWith(".md") && file !== "README.md").map((file) => {
  const [, head = "", text = ""] = /^---\n([\s\S]*?)---\n([\s\S]*)$/.exec(readFileSync(join(folder, file), "utf8")) ?? [];
  return { file, names: [...head.matchAll(/^"([^"]+)": (?:major|minor|patch)$/gm)].map(([, name = ""]) => name), text: text.trim() };
});

test("every package has a release behind it, or a note for its first one", () => {
  const named = new Set(notes.flatMap(({ names }) => names));
  const forgotten = [...publicPackages().values()].filter(({ manifest: { name, version } }) => version === "0.0.0" && !named.has(name)).map(({ manifest: { name } }) => `${name}: write a note for its changelog, npm run changeset`);
  expect(forgotten).toEqual([]);
});

test("every note says something, about packages that are published", () => {
  const known = publicPackages();
  for (const { file, names, text } of notes) {
    expect(names.filter((name) => !known.has(name)), file).toEqual([]);
    expect(names, file).not.toEqual([]);
    expect(text, file).not.toBe("");
  }
});
