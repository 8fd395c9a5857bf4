import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";

test("bytes.ts needs nothing of Node", async () => {
  const { outputFiles } = await build({ entryPoints: [fileURLToPath(new URL("bytes.ts", import.meta.url))], bundle: true, platform: "browser", format: "esm", write: false });
  const text = outputFiles[0]?.text ?? "";
  expect(text).toContain("crc32");
  expect(text).not.toMatch(/node:|\bprocess\.|\bBuffer\b/);
});
