import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const text = readFileSync(join(root, "SECURITY.md"), "utf8");
const rows = [...text.matchAll(/^\| (.+) \| (.+) \| `(.+)` \| `(.+)` \|$/gm)].map(([, of = "", most = "", path = "", literal = ""]) => ({ of, most, path, literal }));

test("the table of limits is found", () => {
  expect(rows.length).toBeGreaterThan(15);
});

describe.each(rows)("the limit of $of", ({ path, literal, most }) => {
  test("stands in the code as it says", () => {
    expect(readFileSync(join(root, path), "utf8")).toContain(literal);
  });

  test("is told in words as the code has it", () => {
    // 2 ** 26, 10_000 and 4e9 in the code are 2²⁶, 10,000 and 4 GB to a reader: the last number of the code must be among those said.
    const value = (code: string): number => code.replaceAll("_", "").split("*").map((part) => part.trim()).reduce((product, part) => product * Number(part), 1);
    const powers = literal.replace(/(\d+) \*\* (\d+)/g, (_, base: string, power: string) => String(Number(base) ** Number(power)));
    const numbers = [...powers.matchAll(/\b\d[\d_]*(?:e\d+)?(?: \* \d[\d_]*)*/g)].map(([code]) => value(code));
    const said = [...most.replaceAll(",", "").matchAll(/2²⁶|(\d+)\s*(KiB|MiB|MB|GB|million|s\b)?/g)].map(([whole, number = "0", unit = ""]) => {
      const times: { readonly [unit: string]: number } = { KiB: 2 ** 10, MiB: 2 ** 20, MB: 1e6, GB: 1e9, million: 1e6, s: 1000 };
      return whole === "2²⁶" ? 2 ** 26 : Number(number) * (times[unit] ?? 1);
    });
    expect(said.some((one) => numbers.includes(one)) || literal.includes("4 * bytes"), `${most} and ${literal}`).toBe(true);
  });
});
