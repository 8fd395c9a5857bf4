import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

test("pure.ts needs nothing of Node", async () => {
  const { outputFiles } = await build({ entryPoints: [fileURLToPath(new URL("pure.ts", import.meta.url))], bundle: true, platform: "browser", format: "esm", write: false, conditions: ["@convscope/source"] });
  const text = outputFiles[0]?.text ?? "";
  expect(text).toContain("xoroshiro");
  expect(text).not.toMatch(/node:|\bprocess\.|\bBuffer\b/);
});
