import { build } from "esbuild";
import { expect, test } from "vitest";
import { markPure } from "./pure.js";

const source = `import { rule } from "./rule.ts";
const limit = 20, names = ["a", "b"] as const;
export const double = (x: number): number => x * 2;
export const table: Readonly<Record<string, number>> = {
  ...rule({ limit }), // with a comment
  names: names.length,
};
const seen = new Map<string, number>();
export function look(name: string): number { const found = seen.get(name); return found ?? table[name] ?? 0; }
export const ready = await rule({ limit });
`;

test("what takes computing is marked, on the line where it is; functions, plain values and what waits are left", () => {
  const marked = markPure("table.ts", source);
  expect(marked).toMatchInlineSnapshot(`
    "import { rule } from "./rule.ts";
    const limit = 20, names = ["a", "b"] as const;
    export const double = (x: number): number => x * 2;
    export const table: Readonly<Record<string, number>> = /* @__PURE__ */ (() => ( {
      ...rule({ limit }), // with a comment
      names: names.length,
    }))();
    const seen = /* @__PURE__ */ (() => ( new Map<string, number>()))();
    export function look(name: string): number { const found = seen.get(name); return found ?? table[name] ?? 0; }
    export const ready = await rule({ limit });
    "
  `);
  expect(marked.split("\n")).toHaveLength(source.split("\n").length);
});

test("a bundle leaves out what is marked and not used, and keeps what is used", async () => {
  const contents = 'const make = (name) => { console.log(name); return { name }; };\nexport const used = { ...make("used") };\nexport const unused = { ...make("unused") };\n';
  const shaken = async (text: string): Promise<string> => {
    const { outputFiles } = await build({ stdin: { contents: text.replace("export const unused", "const unused"), loader: "ts" }, bundle: true, format: "esm", write: false });
    return outputFiles[0]?.text ?? "";
  };
  expect(await shaken(contents)).toContain('"unused"');
  const marked = await shaken(markPure("make.ts", contents));
  expect(marked).toContain('"used"');
  expect(marked).not.toContain('"unused"');
});
