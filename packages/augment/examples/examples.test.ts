import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";

const text = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
const examples: { readonly [name: string]: () => Promise<unknown> } = { first: () => import("./first.ts"), policies: () => import("./policies.ts") };

test.each(Object.entries(examples))("the README shows the example %s with what it prints", async (name, run) => {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => void lines.push(words.join(" ")));
  try {
    await run();
  } finally {
    log.mockRestore();
  }
  expect(text("../README.md")).toContain(`\`\`\`ts\n${text(`${name}.ts`).trim()}\n\`\`\``);
  expect(text("../README.md")).toContain(`\`\`\`text\n${lines.join("\n").trimEnd()}\n\`\`\``);
});
