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
  expect(lines.join("\n")).toMatchInlineSnapshot(`
    "Strokes: drawn digits [1000, 28, 28, 1] 10 classes






                                  ····
                              ++######++··
                          ··##############++
                          ++####··  ··######
                          ####··        ####
                          ####        ++####··
                          ####··    ++####··
                          ++##++  ++####++
                          ··####++####++
                            ++######++
                        ··##########
                        ######++####++
                      ++####++  ··####··
                      ####++      ####++
                    ··####··      ++####
                    ++####        ++####
                    ++####        ####++
                    ··####··    ··####··
                      ######++########
                      ··############··
                        ··######++

    label 8
    [300, 28, 28, 1] [300]
    [300, 28, 28, 1] [300]
    [300, 28, 28, 1] [300]
    100 for validation"
  `);
  const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
  // Empty rows and columns around the digit are left out there.
  const drawn = (line: string): boolean => /^[ ·+#]+$/.test(line) && line.trim() !== "";
  expect(readme.split("\n").filter(drawn).map((line) => line.trim())).toEqual(lines.filter(drawn).map((line) => line.trim()));
  expect(readme).toContain(`\`\`\`ts\n${readFileSync(new URL("first.ts", import.meta.url), "utf8").trim()}\n\`\`\``);
});
