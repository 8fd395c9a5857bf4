import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "../process.mjs";

const workspace = dirname(dirname(import.meta.dirname));
let root = "";

const write = (path: string, content: unknown): void => {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
};

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "unused-")));
  copyFileSync(join(workspace, "knip.config.js"), join(root, "knip.config.js"));
  write("package.json", { name: "root", private: true, type: "module" });
  write("pnpm-workspace.yaml", "packages: [packages/*]\n");
  write("packages/core/package.json", { name: "@convscope/core", type: "module", exports: { ".": { "@convscope/source": "./src/index.ts", default: "./dist/index.js" } } });
  write("packages/core/src/index.ts", 'export { used } from "./used.ts";\n');
  write("packages/core/src/used.ts", "export interface Free { readonly a: number }\nexport const used = 1;\n");
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const knip = (): Promise<{ code: number; output: string }> =>
  run(process.execPath, [join(workspace, "node_modules/knip/bin/knip.js"), "--no-progress", "--no-config-hints", "--reporter", "compact"], { cwd: root });

test("a package that uses all it has passes, exported types included", async () => {
  expect(await knip()).toEqual({ code: 0, output: "" });
});

test("a file that nothing imports fails", async () => {
  write("packages/core/src/orphan.ts", "export const orphan = 1;\n");
  const { code, output } = await knip();
  expect(code).toBe(1);
  expect(output).toContain("packages/core/src/orphan.ts");
});

test("an export that nothing imports fails", async () => {
  write("packages/core/src/used.ts", "export const used = 1;\nexport const nobodys = 2;\n");
  const { code, output } = await knip();
  expect(code).toBe(1);
  expect(output).toContain("nobodys");
});

test("a dependency that nothing imports fails", async () => {
  write("packages/core/package.json", { name: "@convscope/core", type: "module", exports: { ".": "./src/index.ts" }, dependencies: { fflate: "0.8.3" } });
  const { code, output } = await knip();
  expect(code).toBe(1);
  expect(output).toContain("fflate");
});
