import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { entries, whereRuns } from "./environments.ts";

const folder = new URL("../../../packages/", import.meta.url);

interface Manifest {
  readonly private?: boolean;
  readonly exports: { readonly [path: string]: unknown };
}

test("every entry of every published package is listed", () => {
  const found = readdirSync(folder).flatMap((name) => {
    const manifest = JSON.parse(readFileSync(new URL(`${name}/package.json`, folder), "utf8")) as Manifest;
    return manifest.private === true ? [] : Object.keys(manifest.exports).filter((path) => path !== "./package.json").map((path) => name + path.slice(1));
  });
  expect(entries.map(({ entry }) => entry).toSorted()).toEqual(found.toSorted());
});

test.each(entries)("$entry goes where the table says", async ({ entry, browser, plain }) => {
  const [name = ""] = entry.split("/");
  const bundled = await build({
    stdin: { contents: `export * from "@convscope/${entry}";`, resolveDir: fileURLToPath(new URL(name, folder)) },
    bundle: true, write: false, metafile: true, format: "esm", splitting: true, outdir: "/", platform: "browser", target: "es2022", conditions: ["@convscope/source"], logLevel: "silent",
    // TensorFlow.js runs in browsers, and has files of modules beside its others.
    external: ["@tensorflow/*"],
  }).catch(() => undefined);
  expect({ browser: bundled !== undefined, plain: bundled !== undefined && Object.values(bundled.metafile.inputs).every(({ format }) => format !== "cjs") }).toEqual({ browser, plain });
}, 60_000);

test("a package of which browsers take only a part says which", () => {
  expect(["core", "datasets", "files", "engine-ort"].map((name) => [whereRuns(name).words, ...whereRuns(name).only].join(" "))).toEqual(["Node, browsers", "Node; in browsers datasets/pure", "Node; in browsers files/bytes", "Node"]);
});
