import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { here, typedHere } from "./here.ts";

test("a path is said from the working directory where it lies below", () => {
  expect([here("/a/b/c", "/a"), here("/a", "/a"), here("/b", "/a")]).toEqual(["b/c", "/a", "/b"]);
});

test.runIf(process.platform !== "win32")("a shell takes a typed path for one word", () => {
  const names = ["plain-1.0", "größe", "two words", "it's", 'say "so"', "$HOME", "a`b`", "x;y", "don't $x", "tab\tin"];
  for (const name of names) expect(execFileSync("/bin/sh", ["-c", `printf %s ${typedHere(join("/a", name), "/a")}`], { encoding: "utf8" })).toBe(name);
  expect(names.slice(0, 3).map((name) => typedHere(join("/a", name), "/a"))).toEqual(["plain-1.0", "größe", '"two words"']);
});
