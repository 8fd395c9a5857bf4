import { format } from "node:util";
import { expect, test, vi } from "vitest";

test("the example in examples/ trains two outputs, and its weights come back from their file", async () => {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...words: unknown[]) => void lines.push(format(...words)));
  try {
    await import("../examples/two-heads.mjs");
  } finally {
    log.mockRestore();
  }
  expect(lines[0]).toBe("14,476 parameters, outputs answers.digit and answers.odd");
  expect(lines).toHaveLength(5);
  expect(Number(/digit ([\d.]+) %/.exec(lines[3] ?? "")?.[1])).toBeGreaterThan(60);
  const [, before, after] = /loss ([\d.]+) before, ([\d.]+) after/.exec(lines[4] ?? "") ?? [];
  expect(after).toBe(before);
});
