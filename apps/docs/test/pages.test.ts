import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { parts } from "../src/contents.ts";
import { codeBlocks, written } from "./markdown.ts";

const pages = written();
// The packages' pages are made from their types when the site is built.
const listed = parts.flatMap((part) => part.pages).filter(({ path }) => path !== "reference/api/");

test("each page has its place in the contents, and each place its page", () => {
  const own = pages.map(({ path }) => path).filter((path) => !/^(\w+\/)?index$/.test(path));
  expect(own.toSorted()).toEqual(listed.map(({ path }) => path).toSorted());
  for (const { folder, pages: inside } of parts) for (const { path } of inside) expect(path.startsWith(`${folder}/`), path).toBe(true);
});

test("a page is called what the contents call it", () => {
  for (const { path, title } of listed) expect(/^# (.+)$/m.exec(pages.find((page) => page.path === path)?.text ?? "")?.[1], path).toBe(title);
});

test("each lesson has formulas, something live, and exercises", () => {
  for (const { path, text } of pages.filter((page) => page.path.startsWith("learn/") && !/index$/.test(page.path))) {
    expect(text, path).toMatch(/\$[^$]+\$/);
    expect([...text.matchAll(/<([A-Z]\w+)/g)].map(([, name]) => name).filter((name) => !["ExerciseSheet", "QuestionCard"].includes(name ?? "")), path).not.toEqual([]);
    expect(text, path).toMatch(/<(ExerciseSheet|QuestionCard)/);
  }
});

test("each component that a page names is there", () => {
  for (const { path, text } of pages)
    for (const [, name] of text.replaceAll(/^```[\s\S]*?^```$/gm, "").matchAll(/<([A-Z]\w+)/g)) expect(existsSync(new URL(`../src/components/${name}.vue`, import.meta.url)), `${path}: ${name}`).toBe(true);
});

test("code is of languages that are run, or says why it is not", () => {
  for (const { page, line, language, skip } of pages.flatMap(codeBlocks)) expect(skip !== undefined || ["ts", "sh", "text"].includes(language), `${page}:${line}: \`\`\`${language}`).toBe(true);
});
