import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { problemWith } from "./boundaries.mjs";
import { below, floors } from "./floors.mjs";

const root = mkdtempSync(join(tmpdir(), "boundaries-"));

const manifests = {
  ".": { devDependencies: { vitest: "1", "@convscope/test-kit": "1" } },
  "packages/core": { dependencies: { lodash: "1" } },
  "packages/models": { dependencies: { "@convscope/core": "1" } },
  "packages/viz": { dependencies: { "d3-scale": "1" } },
  "packages/nn": { dependencies: { "@convscope/core": "1" }, devDependencies: { "@convscope/backend-simd": "1" }, peerDependencies: { "@tensorflow/tfjs-core": "1" } },
  "packages/exchange": { dependencies: { "@convscope/core": "1", "@convscope/files": "1" } },
  "packages/insight": { dependencies: { "@convscope/nn": "1", "@tensorflow/tfjs-core": "1" } },
  "packages/stray": {},
};

beforeAll(() => {
  for (const [home, manifest] of Object.entries(manifests)) {
    mkdirSync(join(root, home), { recursive: true });
    writeFileSync(join(root, home, "package.json"), JSON.stringify(manifest));
  }
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const problem = (file: string, specifier: string): string | undefined => problemWith(root, join(root, file), specifier);

describe("refuses", () => {
  test.each([
    ["packages/models/src/lenet.ts", "@convscope/nn", "models may not import @convscope/nn. It may import: core."],
    ["packages/core/src/graph.ts", "@convscope/models", "core may not import @convscope/models. It may import: nothing of ours."],
    ["packages/core/src/graph.ts", "lodash", 'core imports nothing: found "lodash".'],
    ["packages/core/src/graph.test.ts", "@convscope/nn", "core may not import @convscope/nn. It may import: nothing of ours."],
    ["packages/models/src/lenet.ts", "../../core/src/graph.ts", '"../../core/src/graph.ts" leaves packages/models. Import another package by its name.'],
    ["packages/engine-ort/src/engine.ts", "../../nn/test/backends.ts", '"../../nn/test/backends.ts" leaves packages/engine-ort. Import another package by its name.'],
    ["packages/models/src/lenet.ts", "./block", '"./block" needs its file\'s extension: "./block.ts".'],
    ["packages/models/src/lenet.ts", "node:fs", '"node:fs" in models, which also runs in browsers. Take what you need as an argument.'],
    ["packages/viz/src/grid.ts", "node:fs", '"node:fs" in viz, which also runs in browsers. Files under src/node/ and *.node.ts may use it.'],
    ["packages/exchange/src/zip.ts", "fs", '"fs" is a module of Node: write "node:fs".'],
    ["packages/exchange/src/zip.ts", "fflate", '"fflate" is not in the dependencies of packages/exchange/package.json.'],
    ["packages/viz/src/grid.ts", "@convscope/core", '"@convscope/core" is not in the dependencies of packages/viz/package.json.'],
    ["packages/viz/src/grid.test.ts", "sharp", '"sharp" is in no package.json that packages/viz reads (its own, or the root\'s devDependencies).'],
    ["packages/nn/src/fit.ts", "@tensorflow/tfjs-core", '"@tensorflow/tfjs-core": TensorFlow.js belongs to packages/nn/src/tfjs and the backend packages: use the Engine interface.'],
    ["packages/insight/src/maps.ts", "@tensorflow/tfjs-core/dist/ops", '"@tensorflow/tfjs-core/dist/ops": TensorFlow.js belongs to packages/nn/src/tfjs and the backend packages: use the Engine interface.'],
    ["packages/models/examples/first.ts", "@convscope/viz", "\"@convscope/viz\": a package's example imports @convscope/models, @convscope/core only."],
    ["packages/nn/examples/first.ts", "@convscope/backend-simd", "\"@convscope/backend-simd\": a package's example imports @convscope/nn, @convscope/core only."],
    ["packages/stray/src/index.ts", "./a.ts", "packages/stray has no row in tooling/lint/floors.mjs."],
  ])("%s → %s", (file, specifier, message) => {
    expect(problem(file, specifier)).toBe(message);
  });
});

describe("allows", () => {
  test.each([
    ["packages/models/src/lenet.ts", "@convscope/core"],
    ["packages/models/src/lenet.ts", "./block.ts"],
    ["packages/engine-ort/test/suite.test.ts", "../../nn/test/suite/training.ts"],
    ["packages/models/src/lenet.test.ts", "@convscope/test-kit"],
    ["packages/models/src/lenet/testing.ts", "@convscope/test-kit"],
    ["packages/models/src/lenet.test.ts", "vitest"],
    ["packages/models/src/lenet.test.ts", "node:fs"],
    ["packages/models/src/lenet.test.ts", "../../../golden/models.json"],
    ["packages/models/examples/first.ts", "@convscope/models"],
    ["packages/models/examples/first.ts", "@convscope/core"],
    ["packages/nn/examples/second.ts", "@convscope/backend-simd"],
    ["packages/viz/src/grid.ts", "d3-scale"],
    ["packages/viz/src/node/png.ts", "node:fs"],
    ["packages/exchange/src/node/zip.ts", "node:zlib"],
    ["packages/nn/src/tfjs/engine.ts", "@tensorflow/tfjs-core"],
    ["vitest.config.ts", "anything"],
  ])("%s → %s", (file, specifier) => {
    expect(problem(file, specifier)).toBeUndefined();
  });
});

test("no floor rests on itself", () => {
  for (const name of Object.keys(floors)) expect([...below(name)]).not.toContain(name);
});

test("every row names packages that have a row", () => {
  const named = Object.values(floors).flatMap((floor) => floor.imports);
  expect(named.filter((name) => floors[name] === undefined)).toEqual([]);
});
