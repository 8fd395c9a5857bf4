import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { difference } from "./difference.mjs";
import { declarationsOf } from "./program.mjs";
import { reportsOf } from "./report.mjs";

const folder = mkdtempSync(join(tmpdir(), "api-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
};

const reports = (files: Readonly<Record<string, string>>, entries: Readonly<Record<string, string>>): ReadonlyMap<string, string> => {
  write({ "package.json": '{ "name": "@convscope/pool" }', ...files });
  const listed = Object.entries(entries).map(([specifier, file]) => ({ specifier, file: join(folder, file) }));
  return reportsOf(declarationsOf(listed.map(({ file }) => file)), listed);
};

const files = {
  "src/index.ts": 'export { pool, type Pool } from "./pool.ts";\nexport { scale as zoom } from "./small.ts";\nexport * from "./small.ts";\n',
  "src/small.ts": 'export const scale: number = 2;\nexport type Unit = "px";\n',
  "src/pool.ts": `import type { Tensor } from "others";
import type { Edges } from "./edges.ts";
/** Pools. */
export interface Pool { readonly size: number; /** Around it. */ readonly edges: Edges }
export function pool<T extends Tensor>(x: T, { size }: Pool): T { const twice: number = size * 2; return twice > 0 ? x : x; }
`,
  "src/edges.ts": 'import type { Unit } from "./small.ts";\nexport type Edges = readonly [before: number, after: number, unit: Unit];\n',
};

test("an entry shows what it exports by name, without bodies and comments, and the types that are named", () => {
  expect(reports(files, { "@convscope/pool": "src/index.ts", "@convscope/pool/small": "src/small.ts" }).get("@convscope/pool")).toMatchInlineSnapshot(`
    "# @convscope/pool

    What \`import … from "@convscope/pool"\` gives, by name. \`npm run api\` writes this file: a change in it is a change for all who use the package.

    ## Exported

    \`\`\`ts
    interface Pool {
        readonly size: number;
        readonly edges: Edges;
    }

    function pool<T extends Tensor>(x: T, { size }: Pool): T;
    \`\`\`

    ## Exported from elsewhere

    \`\`\`ts
    export {
        scale,
        scale as zoom,
        Unit,
    } from "@convscope/pool/small";
    \`\`\`

    ## Named above, not exported

    \`\`\`ts
    type Edges = readonly [before: number, after: number, unit: Unit];
    \`\`\`

    ## Named above, from elsewhere

    \`\`\`ts
    import {
        Unit,
    } from "@convscope/pool/small";

    import {
        Tensor,
    } from "others";
    \`\`\`
    "
  `);
});

test("a type that is not exported counts: its change is a change of the report", () => {
  const entries = { "@convscope/pool": "src/index.ts" };
  const before = reports(files, entries).get("@convscope/pool") ?? "";
  const after = reports({ ...files, "src/edges.ts": "export type Edges = number;\n" }, entries).get("@convscope/pool") ?? "";
  expect(difference(before, after)).toMatchInlineSnapshot(`
    "  - type Edges = readonly [before: number, after: number, unit: Unit];
      + type Edges = number;"
  `);
});

test("a union of many stands one member a line, so that a difference names the one that came", () => {
  const entries = { "@convscope/pool": "src/index.ts" };
  const union = (count: number): string => Array.from({ length: count }, (_, index) => `"k${index}"`).join(" | ");
  const report = (count: number): string => reports({ "src/index.ts": `export type Kind = ${union(count)};\nexport interface Row { readonly of: readonly (${union(3)})[] }\n` }, entries).get("@convscope/pool") ?? "";
  expect(report(8)).toContain(`type Kind = ${union(8)};`);
  expect(report(10)).toContain('type Kind =\n    | "k0"\n    | "k1"\n');
  expect(report(10)).toContain('    | "k9";\n');
  expect(report(10)).toContain('readonly of: readonly ("k0" | "k1" | "k2")[];');
  expect(difference(report(9), report(10))).toMatchInlineSnapshot(`
    "  -     | "k8";
      +     | "k8"
      +     | "k9";"
  `);
});

test("the order of the sources does not matter, nor what a body does", () => {
  const entries = { "@convscope/pool": "src/index.ts" };
  const before = reports(files, entries).get("@convscope/pool");
  const [first = "", second = "", third = ""] = files["src/index.ts"].split("\n");
  expect(reports({ ...files, "src/index.ts": `${third}\n${second}\n${first}\n`, "src/pool.ts": files["src/pool.ts"].replace("size * 2", "size * 3") }, entries).get("@convscope/pool")).toBe(before);
});

test("what others export is not passed on", () => {
  expect(() => reports({ "src/index.ts": 'export { Tensor } from "others";\n' }, { "@convscope/pool": "src/index.ts" })).toThrowErrorMatchingInlineSnapshot(
    `[Error: @convscope/pool: Tensor belongs to somebody else's package. Let readers import it from there, or declare what is needed of it here.]`,
  );
});

test("a difference is cut where it is long", () => {
  const many = Array.from({ length: 50 }, (_, index) => `line ${index}`).join("\n");
  expect(difference("", many).split("\n").at(-1)).toBe("  … and 20 more lines");
  expect(difference("a\nb", "b\na")).toBe("  the same lines in another order");
});
