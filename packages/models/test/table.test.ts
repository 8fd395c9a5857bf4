import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { zooTable } from "./table.ts";

const file = "../README.md";

// `npx vitest run packages/models/test/table.test.ts -u` writes the table anew.
test("the README's table of the zoo is what the models count to", async () => {
  const readme = readFileSync(new URL(file, import.meta.url), "utf8");
  const around = /(<!-- zoo -->\n)[^]*(<!-- \/zoo -->)/;
  expect(readme).toMatch(around);
  await expect(readme.replace(around, (_, before: string, after: string) => `${before}${zooTable()}\n${after}`)).toMatchFileSnapshot(file);
});
