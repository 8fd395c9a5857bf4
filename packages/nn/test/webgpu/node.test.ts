import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { missing } from "@convscope/test-kit/browser";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useBackend } from "../../src/index.ts";
import { expectAgreement } from "../browser/agrees.ts";
import { twoSteps } from "../browser/steps.ts";
import { checks, leftOut } from "./checks.ts";
import type { Outcome, Printed } from "./program.ts";

/** Names the graphics card in software that Debian's Chromium brings, to the Vulkan loader. */
const icd = "/usr/lib/chromium/vk_swiftshader_icd.json";
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
// As deep as the test kit's sources, which look for the golden files from where they are.
const program = here(`../../node_modules/webgpu-${process.pid}.mjs`);

const tests = "WebGPU in Node";
const why = missing(tests, icd) ?? missing(tests, here("../../node_modules/webgpu-for-tests/package.json"), { what: "the package webgpu-for-tests", wayOut: "pnpm install" });

// A program of its own: the Vulkan loader reads the environment that a process was started with.
describe.skipIf(why)(tests, () => {
  let printed: Printed;
  let outcomes: ReadonlyMap<string, Outcome>;

  beforeAll(async () => {
    await build({
      entryPoints: [here("program.ts")], bundle: true, outfile: program, format: "esm", platform: "node", target: "es2022", mainFields: ["module", "main"], conditions: ["@convscope/source"],
      external: ["webgpu-for-tests"], logLevel: "error", banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
    const { stdout } = await promisify(execFile)(process.execPath, [program], { env: { ...process.env, VK_ICD_FILENAMES: icd } });
    const [first = "", ...rest] = stdout.trim().split("\n").filter((line) => line.startsWith("{"));
    printed = JSON.parse(first) as Printed;
    outcomes = new Map(rest.map((line) => JSON.parse(line) as Outcome).map((outcome) => [outcome.name, outcome]));
  }, 600_000);

  afterAll(() => rmSync(program, { force: true }));

  test("two training steps agree with cpu, and auto prefers what is not made up in software", async () => {
    const { status, auto, stepped, reading } = printed;
    expect(status).toEqual({
      name: "webgpu", engine: "tfjs", available: true, version: "4.22.0", threads: 1, note: "the graphics card, through WebGPU",
      device: expect.stringContaining("SwiftShader") as string, reluctant: "its graphics card is made up in software, which is slow",
    });
    expect(auto).toBe("wasm");
    expect(reading.map(({ node, error }) => `${node}: ${error}`)).toMatchInlineSnapshot(`
      [
        "relu: undefined",
        "reads: it reads values in the middle of a step, which WebGPU allows in browsers only",
        "wrong: Error while parsing WGSL: :141:41 error: type mismatch for argument 2 in call to 'setOutputAtIndex', expected 'f32', got 'i32'",
      ]
    `);
    expect(stepped.backend).toBe("webgpu");
    expectAgreement(stepped, await twoSteps(await useBackend("cpu")));
  });

  test("every check has a name of its own, and was made", () => expect([...outcomes.keys()]).toEqual(checks.map(({ name }) => name)));

  test.each(checks)("$name", ({ name }) => expect(outcomes.get(name)?.error).toBeUndefined());

  test.skip.each(leftOut)("%s", () => undefined);
});
