import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { launch, missingChromium } from "@convscope/test-kit/browser";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entriesOf, publicPackages, root } from "../pack/workspace.mjs";
import { nodeOnly } from "./browsers.mjs";
import { bundle } from "./bundle.mjs";

const paths = [...publicPackages().values()].flatMap(entriesOf).map(({ specifier }) => specifier).filter((path) => !(path in nodeOnly)).sort();

/** What a thread finds: how many names each path exports, or why it does not load. */
const code = `export const found = {};
for (const [path, load] of [${paths.map((path) => `["${path}", () => import("${path}")]`).join(", ")}]) found[path] = await load().then((module) => Object.keys(module).length, String);`;
const worker = 'const { found } = await import("/entry.js"); postMessage(found);';

const skipped = missingChromium();

describe.skipIf(skipped !== undefined)("every import path that is not for Node alone", () => {
  const files = new Map([["/worker.js", worker]]);
  const server = createServer(({ url = "/" }, response) => {
    const body = url === "/" ? '<!doctype html><link rel="icon" href="data:,"><title>imports</title>' : files.get(url);
    response.writeHead(body === undefined ? 404 : 200, { "Content-Type": url === "/" ? "text/html" : "text/javascript" }).end(body);
  });
  beforeAll(async () => {
    const { files: made, problems } = await bundle(code, { from: join(root, "apps", "cli"), conditions: ["@convscope/source"] });
    expect(problems).toEqual([]);
    for (const { path, text } of made) files.set(`/${basename(path)}`, text);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  }, 120_000);
  afterAll(() => {
    server.close();
  });

  test.each([
    ["page", 'import("/entry.js").then(({ found }) => found)'],
    ["worker", 'new Promise((resolve, reject) => { const worker = new Worker("/worker.js", { type: "module" }); worker.onmessage = ({ data }) => resolve(data); worker.onerror = ({ message }) => reject(new Error(message)); })'],
  ])("loads in a %s, and says nothing", async (_, expression) => {
    const browser = await launch();
    try {
      const page = await browser.newPage();
      const said: string[] = [];
      page.on("console", (message) => said.push(message.text()));
      page.on("pageerror", (error) => said.push(error.message));
      await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
      const found: Record<string, number | string> = await page.evaluate(expression);
      expect(Object.keys(found)).toEqual(paths);
      for (const path of paths) expect(found[path], path).toBeGreaterThan(0);
      expect(said).toEqual([]);
    } finally {
      await browser.close();
    }
  });
});
