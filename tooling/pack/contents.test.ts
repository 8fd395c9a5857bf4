import { expect, test } from "vitest";
import { asked, binsOf, companions, firstBlock, importable, problemsOfFiles, problemsOfManifest } from "./contents.mjs";

test("a package holds its build, its README and its licence", () => {
  expect(problemsOfFiles(["package.json", "README.md", "LICENSE", "THIRD-PARTY-LICENSES.txt", "dist/index.js", "dist/index.d.ts", "bin/convscope.js"])).toEqual([]);
});

test("sources, tests and a missing licence are named", () => {
  expect(problemsOfFiles(["package.json", "README.md", "src/index.ts", "dist/a.test.js", "tsconfig.json"])).toEqual([
    "LICENSE is missing.",
    'src/index.ts does not belong in the package: see "files" in its package.json.',
    'dist/a.test.js does not belong in the package: see "files" in its package.json.',
    'tsconfig.json does not belong in the package: see "files" in its package.json.',
  ]);
  expect(problemsOfFiles(["package.json", "README.md", "LICENSE"])).toEqual(["dist/ is missing or empty."]);
});

test("what only works inside the workspace is refused", () => {
  const exports = { ".": { "@convscope/source": "./src/index.ts", default: "./dist/index.js" } };
  expect(problemsOfManifest({ name: "a", version: "1.0.0", exports, dependencies: { b: "workspace:*", c: "^1.0.0" } })).toEqual([
    'The condition "@convscope/source" is still in it: repeat "exports" without it in "publishConfig".',
    '"exports" points into src/.',
    'b is asked for as "workspace:*", which works in this workspace alone.',
  ]);
  expect(problemsOfManifest({ name: "a", version: "1.0.0", exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" } } })).toEqual([]);
});

test("every JavaScript entry is imported, assets are not", () => {
  const exports = { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, "./png": "./dist/png.js", "./style.css": "./dist/style.css", "./package.json": "./package.json" };
  expect(importable({ name: "@convscope/viz", version: "1.0.0", exports })).toEqual(["@convscope/viz", "@convscope/viz/png"]);
  expect(importable({ name: "a", version: "1.0.0", exports: { default: "./dist/index.js" } })).toEqual(["a"]);
});

test("executables go by the package's short name unless they have one", () => {
  expect(binsOf({ name: "@convscope/cli", version: "1.0.0", bin: "./bin.js" })).toEqual({ cli: "./bin.js" });
  expect(binsOf({ name: "@convscope/cli", version: "1.0.0", bin: { convscope: "./bin.js" } })).toEqual({ convscope: "./bin.js" });
  expect(binsOf({ name: "@convscope/core", version: "1.0.0" })).toEqual({});
});

test("the first TypeScript block of a README is the example", () => {
  expect(firstBlock("# A\n```sh\nnpm i a\n```\n```ts\nconst a = 1;\n\nuse(a);\n```\n```ts\nsecond\n```\n")).toBe("const a = 1;\n\nuse(a);");
  expect(firstBlock("# A\nno code")).toBeUndefined();
});

test("an example's companions are what else it imports", () => {
  const code = 'import { a } from "@convscope/nn";\nimport "@tensorflow/tfjs-backend-cpu";\nimport { readFile } from "node:fs/promises";\nconst b = await import("@tensorflow/tfjs-core/dist/x");\nimport c from "./c.ts";\n';
  expect(companions(code, "@convscope/nn")).toEqual(["@tensorflow/tfjs-backend-cpu", "@tensorflow/tfjs-core"]);
});

test("what a README says to install is named without versions", () => {
  expect(asked("# A\n```sh\nnpm install --save @convscope/nn @tensorflow/tfjs-core@4.22.0\n```\n```sh\nnpm i other\n```\n")).toEqual(["@convscope/nn", "@tensorflow/tfjs-core"]);
  expect(asked("# A\nno shell")).toEqual([]);
});
