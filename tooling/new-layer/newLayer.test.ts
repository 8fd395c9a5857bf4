import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, describe, expect, test } from "vitest";
import { run } from "../process.mjs";
import { plan, type Form } from "./plan.mjs";
import { addMember, addModule, addRow } from "./source.mjs";
import { writeAll } from "./write.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const source = {
  read,
  exists: (path: string): boolean => existsSync(join(root, path)),
  template: (name: string): string => read(join("tooling/new-layer/templates", name)),
};
const planned = (kind: string, form: Form = "pointwise"): ReturnType<typeof plan> => plan({ kind, form }, source);
const refused = (kind: string, form?: Form): string => {
  try {
    planned(kind, form);
    return "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};

const folder = mkdtempSync(join(tmpdir(), "new-layer-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
}, 60_000);

test("rows stand in alphabetical order, at the beginning, between and at the end", () => {
  for (const kind of ["aardvark", "nudge", "zzz"]) {
    for (const [path, text] of planned(kind).edited) {
      const before = read(path).split("\n");
      const added = text.split("\n").filter((line) => !before.includes(line));
      expect(added.length, path).toBeGreaterThan(0);
      for (const line of added) expect(line.toLowerCase(), path).toContain(kind);
      // Nothing else is touched: without what names the layer, the file is as it was.
      const without = text.split("\n").filter((line) => !new RegExp(`^((import|export).*\\b${kind}|  ${kind}\\b)`, "i").test(line)).join("\n");
      const words = without.replace(/"(aardvark|nudge|zzz)", |, "(aardvark|nudge|zzz)"|(Aardvark|Nudge|Zzz) \| | \| (Aardvark|Nudge|Zzz)/g, "");
      expect(words, path).toBe(read(path));
    }
  }
  const rows = planned("nudge").edited.get("packages/nn/src/tfjs/executors.ts")?.split("\n") ?? [];
  expect(rows.slice(rows.indexOf("  nudge,") - 1, rows.indexOf("  nudge,") + 2)).toEqual(["  normalization,", "  nudge,", "  permute,"]);
});

test("an object, a union and imports by name, and the words where there is none", () => {
  expect(addRow("const rows = {\n  a,\n  c: {\n    b,\n  },\n};\n", "rows", "b")).toBe("const rows = {\n  a,\n  b,\n  c: {\n    b,\n  },\n};\n");
  expect(addMember("type Layer =\n  | A | C\n  | D;\n", "Layer", "B")).toBe("type Layer =\n  | A | B | C\n  | D;\n");
  expect(addMember("type Layer = A | C;\n", "Layer", "D")).toBe("type Layer = A | C | D;\n");
  expect(addModule('export { b } from "./b.ts";\n', { folder: "./", file: "a.ts", line: "first" })).toBe('first\nexport { b } from "./b.ts";\n');
  expect(() => addRow("const rows = [];\n", "rows", "a")).toThrowErrorMatchingInlineSnapshot(`[Error: the object rows is not to be found in the file. There is [].]`);
  expect(() => addMember("type Layer = A;\n", "Union", "B")).toThrowErrorMatchingInlineSnapshot(`[Error: the union Union is not to be found in the file.]`);
});

test("a name that cannot be is refused in words", () => {
  expect(["relu", "Swish", "my-layer", "2d", "", "reLu", "class", "map", "extract", "step", "graph", "rules", "unsupported", "digitCodes"].map((kind) => refused(kind))).toMatchInlineSnapshot(`
    [
      "There is a layer relu already, in packages/core/src/layers/relu.ts. Choose another name.",
      "A kind is spelt in camelCase, with letters and digits, as conv2d or leakyRelu. Received "Swish".",
      "A kind is spelt in camelCase, with letters and digits, as conv2d or leakyRelu. Received "my-layer".",
      "A kind is spelt in camelCase, with letters and digits, as conv2d or leakyRelu. Received "2d".",
      "A kind is spelt in camelCase, with letters and digits, as conv2d or leakyRelu. Received "".",
      "There is a layer relu already, in packages/core/src/layers/relu.ts. Choose another name.",
      "class is a word of TypeScript's own. Choose another name.",
      "Map is JavaScript's own name, or TypeScript's. Choose another for the layer.",
      "Extract is JavaScript's own name, or TypeScript's. Choose another for the layer.",
      "There is a layer step already, in packages/core/src/layers/step.ts. Choose another name.",
      "The name graph is taken: a file that will know the layer has it for something else. Choose another for the layer.",
      "The name rules is taken: a file that will know the layer has it for something else. Choose another for the layer.",
      "The name unsupported is taken: a file that will know the layer has it for something else. Choose another for the layer.",
      "The name digitCodes is taken: a file that will know the layer has it for something else. Choose another for the layer.",
    ]
  `);
});

test("a name that a file of the layer's own has for something else is refused", () => {
  const names = ["tf", "only", "elementwise", "known", "checked", "real", "weight", "quantity", "channelsOf", "call", "test", "emit"];
  const free = (form: Form): readonly string[] => names.filter((name) => refused(name, form) === "");
  expect({ pointwise: free("pointwise"), plain: free("plain"), weights: free("weights") }).toEqual({
    pointwise: ["weight", "quantity", "channelsOf", "call"],
    plain: ["known", "checked", "real", "weight", "quantity", "channelsOf", "call"],
    weights: ["tf", "elementwise"],
  });
  expect(refused("tf")).toBe("The name tf is taken: a file that will know the layer has it for something else. Choose another for the layer.");
});

describe("files", () => {
  test("are written all or none", () => {
    const place = join(folder, "atomic");
    mkdirSync(place);
    writeFileSync(join(place, "table.ts"), "old");
    const created = new Map([["new.ts", "new"], ["missing/folder.ts", "new"]]);
    expect(() => {
      writeAll(place, { created, edited: new Map([["table.ts", "changed"]]) });
    }).toThrow("ENOENT");
    mkdirSync(join(place, "folder.ts"));
    expect(() => {
      writeAll(place, { created: new Map([["new.ts", "new"]]), edited: new Map([["table.ts", "changed"], ["folder.ts", "a folder cannot be read"]]) });
    }).toThrow("EISDIR");
    expect(readdirSync(place).sort()).toEqual(["folder.ts", "table.ts"]);
    expect(readFileSync(join(place, "table.ts"), "utf8")).toBe("old");
  });

  /** The packages without what is built or installed, and links to what is installed, so that nothing is written here. */
  const copy = (): string => {
    const place = join(folder, "copy");
    mkdirSync(join(place, "node_modules", "@convscope"), { recursive: true });
    for (const file of ["package.json", "tsconfig.base.json", "vitest.config.ts", "tooling", "packages"]) {
      cpSync(join(root, file), join(place, file), { recursive: true, verbatimSymlinks: true, filter: (path) => !["dist", ".turbo", "bench", "gallery"].includes(basename(path)) });
    }
    for (const name of readdirSync(join(root, "node_modules"))) if (name !== "@convscope" && name !== ".cache") symlinkSync(join(root, "node_modules", name), join(place, "node_modules", name));
    for (const name of readdirSync(join(place, "packages"))) symlinkSync(join(place, "packages", name), join(place, "node_modules", "@convscope", name));
    return place;
  };

  /** What the compiler says of some files; whatever else they import is read and not checked, which saves most of the time. */
  const faults = (place: string, files: readonly string[]): readonly string[] => {
    const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(join(place, "tsconfig.base.json"), ts.sys.readFile).config, ts.sys, place);
    const program = ts.createProgram(files.map((file) => join(place, file)), options);
    return files.flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(join(place, file))).map(({ messageText }) => `${file}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`));
  };

  test("compile, and their tests pass", async () => {
    const place = copy();
    const generate = (...args: readonly string[]): ReturnType<typeof run> => run(process.execPath, [join(place, "tooling/new-layer/run.mjs"), ...args], { cwd: folder });
    const first = await generate("nudge");
    expect(first.output).toContain("packages/core/src/layers/nudge.test.ts");
    expect(first.code).toBe(0);
    expect((await generate("channelNudge", "--weights")).code).toBe(0);
    expect((await generate("tanhShrink", "--plain")).code).toBe(0);
    const again = await generate("nudge");
    expect(again).toEqual({ code: 2, output: "new:layer: There is a layer nudge already, in packages/core/src/layers/nudge.ts. Choose another name.\n" });

    const files = [...planned("nudge").created.keys(), ...planned("channelNudge", "weights").created.keys(), ...planned("tanhShrink", "plain").created.keys(), ...planned("nudge").edited.keys()];
    expect(faults(place, files)).toEqual([]);

    const own = await run(process.execPath, [join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", place, "--reporter=json", "--testTimeout=120000", "nudge.test", "channelNudge.test", "tanhShrink.test", "core/src/activations.test"], { cwd: place, env: { NO_COLOR: "1" } });
    for (const file of ["core/src/layers/tanhShrink.test.ts", "nn/src/tfjs/layers/tanhShrink.test.ts", "core/src/activations.test.ts"]) expect(own.output).toContain(file);
    expect(own.output).toMatch(/"numFailedTests":0,/);
    expect(own.output).toMatch(/"numFailedTestSuites":0,/);
    expect(own.code).toBe(0);
  }, 300_000);
});
