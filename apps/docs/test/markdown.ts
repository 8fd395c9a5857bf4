import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const pagesFolder = fileURLToPath(new URL("../pages/", import.meta.url));

/** A page as it is written. */
export interface Written {
  /** `learn/convolution`; `reference/cli/` of the first page of a folder below a room. */
  readonly path: string;
  readonly text: string;
}

/** A block of code on a page. */
export interface CodeBlock {
  readonly page: string;
  /** Counted from 1. */
  readonly line: number;
  readonly language: string;
  /** Why it is not run, where it says so: ```` ```sh skip="…" ````. */
  readonly skip?: string;
  readonly code: string;
  /** What it prints, where a block of text follows it at once. */
  readonly prints?: string;
}

/** Every page that somebody wrote, but for those that are made from a list. */
export const written = (): readonly Written[] =>
  readdirSync(pagesFolder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && !file.startsWith("reference/api/") && !file.includes("["))
    .sort()
    .map((file) => ({ path: file.replace(/\.md$/, "").replace(/(\w+\/\w+\/)index$/, "$1"), text: readFileSync(`${pagesFolder}${file}`, "utf8") }));

/** The blocks of code of a page, in order. */
export function codeBlocks({ path, text }: Written): readonly CodeBlock[] {
  const found: CodeBlock[] = [];
  const fence = /^```(\w*)([^\n]*)\n([\s\S]*?)^```$/gm;
  const all = [...text.matchAll(fence)];
  for (const [i, { 0: whole, 1: language = "", 2: info = "", 3: code = "", index }] of all.entries()) {
    const next = all[i + 1];
    const between = next && text.slice(index + whole.length, next.index);
    const prints = next?.[1] === "text" && between?.trim() === "" ? next[3] : undefined;
    const skip = /skip="([^"]+)"/.exec(info)?.[1];
    found.push({ page: path, line: text.slice(0, index).split("\n").length, language, code, ...(skip !== undefined && { skip }), ...(prints !== undefined && { prints }) });
  }
  return found;
}
