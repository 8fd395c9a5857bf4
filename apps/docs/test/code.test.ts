import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { format, promisify } from "node:util";
import ts from "typescript";
import { afterAll, describe, expect, test, vi } from "vitest";
import { codeBlocks, written, type CodeBlock } from "./markdown.ts";

/** Beside the site, so that the blocks find the packages as its own code does. */
const folder = fileURLToPath(new URL("../.vitepress/cache/blocks/", import.meta.url));
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

const blocks = written().flatMap(codeBlocks).filter(({ skip }) => skip === undefined);
const scripts = blocks
  .filter(({ language }) => language === "ts")
  .map((block) => ({ ...block, file: join(folder, `${block.page.replaceAll("/", "-")}-${block.line}.ts`) }));
for (const { file, code } of scripts) writeFileSync(file, `${code}\nexport {};\n`);

const called = ({ page, line }: CodeBlock): string => `${page}:${line}`;

/** What was printed is what stands on the page; a line of … stands for any lines. */
function expectPrinted(printed: string, { prints }: CodeBlock): void {
  if (prints === undefined) return;
  const lines = (text: string): string => text.trim().split("\n").map((line) => line.trimEnd()).join("\n");
  if (!/^…$/m.test(prints)) return expect(lines(printed)).toBe(lines(prints));
  const pattern = lines(prints).split(/^…$/m).map((part) => part.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[\\s\\S]*");
  expect(lines(printed)).toMatch(new RegExp(`^${pattern}$`));
}

describe("code in TypeScript", () => {
  test("has types that fit", () => {
    const { config } = ts.readConfigFile(fileURLToPath(new URL("../../../tsconfig.base.json", import.meta.url)), (path) => ts.sys.readFile(path));
    const { options } = ts.parseJsonConfigFileContent({ ...config, compilerOptions: { ...config.compilerOptions, isolatedDeclarations: false, declaration: false, noUnusedLocals: false } }, ts.sys, folder);
    const found = ts.getPreEmitDiagnostics(ts.createProgram({ rootNames: scripts.map(({ file }) => file), options: { ...options, types: ["node"] } }));
    expect(found.map(({ file, start, messageText }) => `${file?.fileName.slice(folder.length)} ${start}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`)).toEqual([]);
  }, 300_000);

  test.each(scripts.map((script) => [called(script), script] as const))("%s", async (_, script) => {
    const lines: string[] = [];
    // What a block writes is not left lying about.
    const [before, cwd] = [process.cwd(), mkdtempSync(join(tmpdir(), "convscope-docs-"))];
    process.chdir(cwd);
    const log = vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => void lines.push(format(...words)));
    try {
      await import(/* @vite-ignore */ script.file);
    } finally {
      log.mockRestore();
      process.chdir(before);
      rmSync(cwd, { recursive: true });
    }
    expectPrinted(lines.join("\n"), script);
  }, 300_000);
});

describe("commands", () => {
  const home = mkdtempSync(join(tmpdir(), "convscope-docs-"));
  afterAll(() => rmSync(home, { recursive: true }));
  mkdirSync(join(home, "bin"));
  symlinkSync(fileURLToPath(new URL("../../cli/dist/main.js", import.meta.url)), join(home, "bin", "convscope"));

  test.each(blocks.filter(({ language }) => language === "sh").map((block) => [called(block), block] as const))("%s", async (_, block) => {
    // Pages tell a story: what one command has made, the next one takes.
    const cwd = join(home, block.page.replaceAll("/", "-"));
    mkdirSync(cwd, { recursive: true });
    const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", block.code], { cwd, env: { ...process.env, NO_COLOR: "1", PATH: `${join(home, "bin")}${delimiter}${process.env["PATH"]}` } });
    expectPrinted(stdout, block);
  }, 300_000);
});
