import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { stepKinds } from "../src/index.ts";
import { tables } from "./tables.ts";

const file = "../README.md";

// `npx vitest run packages/augment/test/readme.test.ts -u` writes the tables anew.
test("the README's tables name every step and every word, with the options they have", async () => {
  const readme = readFileSync(new URL(file, import.meta.url), "utf8");
  const written = Object.entries(tables).reduce((text, [name, table]) => {
    const around = new RegExp(`(<!-- ${name} -->\n)[^]*(<!-- /${name} -->)`);
    expect(text).toMatch(around);
    return text.replace(around, (_, before: string, after: string) => `${before}${table}\n${after}`);
  }, readme);
  expect(readme).toContain(`${stepKinds.length} random steps`);
  await expect(written).toMatchFileSnapshot(file);
});
