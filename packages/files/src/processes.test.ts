import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { file, serve } from "../test/server.ts";

const body = Uint8Array.from({ length: 2_000_000 }, (_, i) => (i * i) >> 5);
const md5 = createHash("md5").update(body).digest("hex");
let folder: string;
let program: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "convscope-processes-"));
  program = join(folder, "child.mjs");
  const source = join(folder, "child.ts");
  const index = JSON.stringify(fileURLToPath(new URL("index.ts", import.meta.url)));
  await writeFile(source, `import { download } from ${index};
    const [url, target, md5] = process.argv.slice(2);
    const result = await download(url, target, { pause: 1, expected: { file: { md5 } }, onProgress: ({ received }) => process.stdout.write(received + "\\n") });
    process.stdout.write(JSON.stringify(result));`);
  await build({ entryPoints: [source], bundle: true, platform: "node", format: "esm", outfile: program });
});
afterAll(() => rm(folder, { recursive: true }));

interface Child {
  readonly ended: Promise<{ code: number | null; output: string }>;
  readonly started: Promise<void>;
  readonly kill: () => void;
}

function child(url: string, target: string): Child {
  const running = spawn(process.execPath, [program, url, target, md5], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  const started = new Promise<void>((resolve) => {
    running.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (/^[1-9]/m.test(output)) resolve();
    });
  });
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => running.on("close", (code) => resolve({ code, output })));
  return { ended, started, kill: () => running.kill("SIGKILL") };
}

test("two processes that want the same file at once both get it whole", async () => {
  const server = await serve((request, response) => file(body, request, response));
  const target = join(folder, "both", "data.bin");
  try {
    const results = await Promise.all([child(`${server.base}/f`, target).ended, child(`${server.base}/f`, target).ended]);
    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(createHash("md5").update(await readFile(target)).digest("hex")).toBe(md5);
    expect(await readdir(join(folder, "both"))).toEqual(["data.bin"]);
  } finally {
    await server.close();
  }
});

test("what a killed process has fetched is not fetched again", async () => {
  // The first answer stops half-way and keeps the line open; the child is killed there.
  const server = await serve((request, response, nth) => {
    if (nth > 1) file(body, request, response);
    else response.writeHead(200, { etag: '"one"', "content-length": body.length }).write(body.subarray(0, 900_000));
  });
  const target = join(folder, "killed", "data.bin");
  try {
    const first = child(`${server.base}/f`, target);
    await first.started;
    first.kill();
    await first.ended;
    expect(await readdir(join(folder, "killed"))).toEqual([expect.stringMatching(/^data\.bin\..+\.part$/)]);
    const second = await child(`${server.base}/f`, target).ended;
    expect(second.code).toBe(0);
    expect(server.requests[1]?.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(createHash("md5").update(await readFile(target)).digest("hex")).toBe(md5);
    expect(await readdir(join(folder, "killed"))).toEqual(["data.bin"]);
  } finally {
    await server.close();
  }
});
