import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodePng } from "@convscope/viz";
import { expect, test } from "vitest";
import { folder, run, words } from "../test/run.ts";
import { harmless } from "./harmless.ts";

test("colours, tabs, new lines and other scripts stay; what commands a terminal goes", () => {
  expect(harmless("\u001b[1;31merror\u001b[39m: \ta\nünï 猫 😀")).toBe("\u001b[1;31merror\u001b[39m: \ta\nünï 猫 😀");
  expect(harmless("\u001b]0;title\u0007 \u001b[2J \u009b2J \r\u0000")).toBe("�]0;title� �[2J �2J ��");
});

test("a class or a file with such a name reaches no terminal, and programs get it as it is", async () => {
  const cwd = folder();
  const odd = "cat\u001b[2J";
  for (const name of [odd, "dog"]) {
    mkdirSync(join(cwd, "pets", name), { recursive: true });
    writeFileSync(join(cwd, "pets", name, "1.png"), encodePng({ width: 2, height: 2, channels: 3, data: new Uint8Array(12) }));
  }
  const { out, err } = await run(words("data info pets"), { cwd });
  expect(out + err).toContain("cat�[2J");
  expect(out + err).not.toContain("\u001b");
  expect((await run(words("data info pets --json"), { cwd })).json()).toMatchObject({ classes: [odd, "dog"] });
  writeFileSync(join(cwd, "pets", odd, "1.png"), "no picture");
  expect((await run(["data", "show", "pets"], { cwd })).err).toContain("note: cat�[2J/1.png: cannot be read");
});
