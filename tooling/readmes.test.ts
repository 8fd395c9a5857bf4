import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const records = join(root, "docs/decisions");
const packages = ["packages", "apps"].flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)));
const pages = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSES-DATA.md", "golden/README.md", "bench/README.md"].map((name) => join(root, name)),
  ...packages.map((folder) => join(folder, "README.md")).filter((page) => existsSync(page)),
  ...readdirSync(records).map((name) => join(records, name)),
];

const text = (page: string): string => readFileSync(page, "utf8");
/** What is written as code is no link. */
const prose = (page: string): string => text(page).replace(/^(`{3,})[\s\S]*?^\1$/gm, "").replace(/`[^`\n]*`/g, (code) => " ".repeat(code.length));
/** As repositories' sites make them of headings. */
const anchors = (page: string): readonly string[] => [...text(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading.toLowerCase().replace(/[^\p{L}\p{N}\s-]/gu, "").trim().replaceAll(" ", "-"));

describe.each(pages.map((page) => [relative(root, page), page] as const))("%s", (_, page) => {
  test("links to files and headings that there are", () => {
    const links = [...prose(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link).filter((link) => !/^[a-z]+:/.test(link));
    const dead = links.filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      return !existsSync(target) || (anchor !== undefined && !anchors(target).includes(anchor));
    });
    expect(dead).toEqual([]);
  });
});

test("every decision record is listed, numbered in turn, and has the four parts", () => {
  const files = readdirSync(records).filter((name) => name !== "README.md").sort();
  const list = text(join(records, "README.md"));
  for (const [i, name] of files.entries()) {
    expect(name).toMatch(new RegExp(`^${String(i + 1).padStart(4, "0")}-[a-z0-9-]+\\.md$`));
    expect(list).toContain(`](${name})`);
    const page = text(join(records, name));
    expect(page).toMatch(new RegExp(`^# ${i + 1} · `));
    expect(page.match(/^## .+$/gm)).toEqual(["## What was the matter", "## Decision", "## What follows", "## What was measured"]);
  }
});

describe("a package's README, as a stranger on npm meets it", () => {
  const published = packages.filter((folder) => existsSync(join(folder, "package.json")) && !("private" in (JSON.parse(text(join(folder, "package.json"))) as object)));

  test.each(published.map((folder) => relative(root, folder)))("%s says what it is, how it is installed, and what belongs to it", (folder) => {
    const page = text(join(root, folder, "README.md"));
    const { name } = JSON.parse(text(join(root, folder, "package.json"))) as { readonly name: string };
    const [title, , what = ""] = page.split("\n");
    expect(title).toBe(`# ${name}`);
    expect(what.length).toBeGreaterThan(40);
    expect(page).toMatch(new RegExp(`^npm install .*${name}( |$)`, "m"));
    expect(page).toMatch(/^## Beside it$/m);
  });
});
