import { readFileSync } from "node:fs";
import { expect, it, vi } from "vitest";
import { layoutProblems } from "../test/layout.ts";

it("prints a figure, and is what the README shows first", async () => {
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  await import("./first.ts");
  const [svg] = print.mock.calls[0] ?? [];
  print.mockRestore();
  expect(layoutProblems(String(svg))).toEqual([]);
  expect(String(svg)).toContain("<desc>3 epochs: training loss from 0.312 to 0.061");
  const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");
  expect(/```ts\n([\s\S]*?)```/.exec(read("../README.md"))?.[1]).toBe(read("./first.ts"));
});
