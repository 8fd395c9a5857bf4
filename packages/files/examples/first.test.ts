import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";

test("the first example runs, and the README shows it", async () => {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => void lines.push(words.map((word) => (Array.isArray(word) ? `[${word.join(", ")}]` : String(word))).join(" ")));
  try {
    await import("./first.ts");
  } finally {
    log.mockRestore();
  }
  expect(lines.join("\n")).toMatchInlineSnapshot(`"50.0 kB from the second mirror"`);
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  expect(readme).toContain(`\`\`\`ts\n${readFileSync(new URL("first.ts", import.meta.url), "utf8").trim()}\n\`\`\``);
});
