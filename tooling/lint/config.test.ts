import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ESLint } from "eslint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { houseStyle } from "./config.mjs";

const root = realpathSync(mkdtempSync(join(tmpdir(), "house-style-")));

const write = (path: string, text: string): string => {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  return full;
};

beforeAll(() => {
  write("package.json", "{}");
  write("packages/core/package.json", "{}");
  write("packages/files/package.json", "{}");
  write("tsconfig.json", '{ "compilerOptions": { "strict": true, "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "types": [] }, "include": ["packages/*/src"] }');
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** The rules that a file breaks, each once, in the order of the lines. */
const broken = async (path: string, text: string): Promise<readonly (string | null)[]> => {
  const file = write(path, text);
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: houseStyle({ root }) });
  const results = await eslint.lintFiles([file]);
  return [...new Set(results.flatMap((result) => result.messages.map((message) => message.ruleId ?? message.message)))];
};

test.each([
  ["convscope/boundaries", 'export { a } from "@convscope/models";'],
  ["convscope/boundaries", 'export type A = import("@convscope/models").A;'],
  ["convscope/boundaries", 'export const load = () => import("node:fs");'],
  ["convscope/comments", "// ---- helpers ----\nexport const a = 1;"],
  ["convscope/comments", "// eslint-disable-next-line eqeqeq\nexport const a = (b: number) => b == 1;"],
  ["no-restricted-syntax", "export const a = (b: string) => b as unknown as number;"],
  ["no-restricted-syntax", "export enum A { B }"],
  ["no-restricted-exports", "export default 1;"],
  ["eqeqeq", "export const a = (b: number) => b == 1;"],
  ["@typescript-eslint/no-explicit-any", "export const a = (b: any) => b;"],
  ["@typescript-eslint/ban-ts-comment", "// @ts-ignore because it is odd\nexport const a = 1;"],
  ["@typescript-eslint/ban-ts-comment", "// @ts-expect-error\nexport const a = 1;"],
  ["@typescript-eslint/consistent-type-imports", 'import { B } from "./b.ts";\nexport type A = B;'],
  ["@typescript-eslint/no-unused-vars", "const a = 1;\nexport {};"],
  ["max-lines", Array.from({ length: 321 }, (_, line) => `export const a${line} = 1;`).join("\n")],
])("%s is enforced on: %s", async (rule, text) => {
  expect(await broken("packages/core/src/bad.ts", text)).toContain(rule);
});

test("import-x/no-cycle finds two files that import each other, with the extension written", async () => {
  write("packages/core/src/one.ts", 'import { two } from "./two.ts";\nexport const one = (): number => two();');
  expect(await broken("packages/core/src/two.ts", 'import { one } from "./one.ts";\nexport const two = (): number => one();')).toEqual(["import-x/no-cycle"]);
});

test("import-x/no-cycle finds a cycle through a third file that re-exports", async () => {
  write("packages/core/src/a.ts", 'import { c } from "./b.ts";\nexport const a = (): number => c();');
  write("packages/core/src/b.ts", 'export { c } from "./c.ts";');
  expect(await broken("packages/core/src/c.ts", 'import { a } from "./a.ts";\nexport const c = (): number => a();')).toEqual(["import-x/no-cycle"]);
});

test("a type that comes back is no cycle: it is gone at run time", async () => {
  write("packages/core/src/table.ts", 'import { row } from "./row.ts";\nexport interface Row { readonly name: string }\nexport const table: readonly Row[] = [row];');
  expect(await broken("packages/core/src/row.ts", 'import type { Row } from "./table.ts";\nexport const row: Row = { name: "a" };')).toEqual([]);
});

test("@typescript-eslint/no-floating-promises watches the packages that wait for files", async () => {
  expect(await broken("packages/files/src/bad.ts", "export const a = async (): Promise<void> => {};\na();")).toEqual(["@typescript-eslint/no-floating-promises"]);
});

test("a clean file passes", async () => {
  const text = '/** Twice a number. */\nexport const twice = (a: number): number => 2 * a;\n\n// Halves round down: the caller counts whole pixels.\nexport const half = (a: number): number => Math.floor(a / 2);\n';
  expect(await broken("packages/core/src/good.ts", text)).toEqual([]);
});

test("a default export is at home in a config file", async () => {
  expect(await broken("packages/core/tsup.config.ts", "export default {};")).toEqual([]);
});
