import { join } from "node:path";
import { expect, test } from "vitest";
import { run } from "./process.mjs";

const script = (name: string, ...args: readonly string[]): Promise<{ code: number; output: string }> => run(process.execPath, [join(import.meta.dirname, name, "run.mjs"), ...args]);

test.each(["api", "size", "new-layer"])("%s shows its usage, and with it refuses what it does not know", async (name) => {
  const help = await script(name, "--help");
  expect(help.output).toMatch(/^Usage[^\n]*: npm run /);
  expect(help.code).toBe(0);
  const unknown = await script(name, "--hlp");
  expect(unknown.output).toContain(`${name.replace("-", ":")}: Unknown option '--hlp'`);
  expect(unknown.output).toContain(help.output);
  expect(unknown.code).toBe(2);
});
