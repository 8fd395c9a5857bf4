import { spawn } from "node:child_process";
import { link, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// Near the package, so that sharp is found from it; laid out as the package is when it is built.
const folder = fileURLToPath(new URL(`../../node_modules/.cache/pipeline-${process.pid}/`, import.meta.url));
const source = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

beforeAll(async () => {
  await mkdir(folder, { recursive: true });
  await sharp({ create: { width: 300, height: 300, channels: 3, background: "red" } }).png().toFile(join(folder, "dot.png"));
  await build({ entryPoints: { index: source("openPipeline.ts"), worker: source("worker.ts") }, outdir: folder, outExtension: { ".js": ".mjs" }, bundle: true, platform: "node", format: "esm", conditions: ["@convscope/source"], external: ["sharp"] });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a program prints that reads with a pipeline, and how it ended. */
function program(text: string, flags: readonly string[] = []): Promise<{ readonly code: number | null; readonly signal: string | null; readonly out: string; readonly err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [...flags, "--input-type=module", "--eval", `import { openPipeline } from "./index.mjs";\n${text}`], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (part: Buffer) => (out += part.toString()));
    child.stderr.on("data", (part: Buffer) => (err += part.toString()));
    child.on("close", (code, signal) => resolve({ code, signal, out, err }));
  });
}

const mebi = 2 ** 20;

/** Opens a pipeline of the one picture many times. */
const opened = (count: number, options: object): string => `const pipeline = await openPipeline({ items: Array.from({ length: ${count} }, () => ({ file: "dot.png", label: 0 })), folder: ${JSON.stringify(folder)}, classes: ["a"] }, { shape: [64, 64, 3], workers: 2, ...${JSON.stringify(options)} });`;

const transform = (body: string): object => ({ transform: { module: `data:text/javascript,${encodeURIComponent(`export const transformer = () => (sample) => { ${body} }`)}`, options: null } });

describe("a program ends", () => {
  test("without closing its pipeline, though batches are under way", async () => {
    expect(await program(`${opened(500, {})} for await (const { indices } of pipeline.batches({ batchSize: 100 })) { console.log(indices.length); break; }`)).toEqual({ code: 0, signal: null, out: "100\n", err: "" });
  });

  test("at once when it says so, in the middle of the work", async () => {
    expect(await program(`${opened(500, {})} setTimeout(() => process.exit(7), 50); for await (const _ of pipeline.batches()); await pipeline.batch(Uint32Array.of(0)); setTimeout(() => {}, 1000);`)).toEqual({ code: 7, signal: null, out: "", err: "" });
  });

  test("with an error when a worker has no memory left", async () => {
    const { code, out } = await program(`${opened(4, transform("const kept = []; for (;;) kept.push(Array.from({ length: 1e5 }, () => ({})));"))} await pipeline.batch(Uint32Array.of(0), 1).catch(({ name, message }) => console.log(name + ": " + message));`, ["--max-old-space-size=40"]);
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "DataError: pipeline: a worker thread ended: Worker terminated due to reaching memory limit: JS heap out of memory. Open the pipeline again, with fewer workers if memory ran out.
      "
    `);
  });
});

test("1 GB of JPEG goes through a heap of 512 MB, and takes not much more", { timeout: 120_000 }, async () => {
  const pixels = Uint8Array.from({ length: 1000 * 800 * 3 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 24);
  const jpeg = await sharp(pixels, { raw: { width: 1000, height: 800, channels: 3 } }).jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer();
  const count = Math.ceil(1e9 / jpeg.length);
  await writeFile(join(folder, "0.jpg"), jpeg);
  for (let i = 1; i < count; i++) await link(join(folder, "0.jpg"), join(folder, `${i}.jpg`));
  const { code, out, err } = await program(`
    const items = Array.from({ length: ${count} }, (_, i) => ({ file: i + ".jpg", label: 0 }));
    const pipeline = await openPipeline({ items, folder: ${JSON.stringify(folder)}, classes: ["a"] }, { shape: [64, 64, 3], workers: 2 });
    let [seen, most] = [0, 0];
    const watch = setInterval(() => { most = Math.max(most, process.memoryUsage.rss()); }, 20);
    const before = process.memoryUsage.rss();
    for await (const { indices } of pipeline.batches({ epoch: 1, batchSize: 32 })) seen += indices.length;
    clearInterval(watch);
    console.log(JSON.stringify({ seen, before, most }));
  `, ["--max-old-space-size=512"]);
  expect(err).toBe("");
  expect(code).toBe(0);
  const { seen, before, most } = JSON.parse(out) as { seen: number; before: number; most: number };
  expect(seen).toBe(count);
  expect(most - before).toBeLessThan(300 * mebi);
});
