import { datasets } from "@convscope/datasets";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = readFileSync(join(root, "LICENSES-DATA.md"), "utf8");

test("each data set stands there with its licence and its source", () => {
  const rows = [...page.matchAll(/^\| (`.+`) \| (.+) \| .+ \| (.+) \|$/gm)].flatMap(([, names = "", licence = "", source = ""]) => [...names.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => [name, { licence, source }] as const));
  const known = Object.values(datasets).map(({ name, licence, source }) => [name, { licence, source }] as const);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(known));
});

test("what a package bundles of others has its licence in the package", () => {
  const bundling = readdirSync(join(root, "packages")).filter((name) => {
    const config = join(root, "packages", name, "tsup.config.ts");
    return existsSync(config) && readFileSync(config, "utf8").includes("noExternal");
  });
  expect(bundling).toContain("nn");
  for (const name of [...bundling, "backend-simd"]) {
    const { files } = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as { files: string[] };
    expect(files, name).toContain("THIRD-PARTY-LICENSES.txt");
    expect(readFileSync(join(root, "packages", name, "THIRD-PARTY-LICENSES.txt"), "utf8"), name).toContain("Apache License");
    expect(page).toContain(`| \`@convscope/${name}\` |`);
  }
});
