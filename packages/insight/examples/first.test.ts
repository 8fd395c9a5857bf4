import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";

const text = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");

test("the first example runs, and the README shows it with what it prints", async () => {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => void lines.push(words.join(" ")));
  try {
    await import("./first.ts");
  } finally {
    log.mockRestore();
  }
  expect(text("../README.md")).toContain(`\`\`\`ts\n${text("first.ts").trim()}\n\`\`\``);
  expect(text("../README.md")).toContain(`\`\`\`\n${lines.join("\n").trimEnd()}\n\`\`\``);
});
