import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

/** Within this package, so that TensorFlow.js is found from there. */
const folder = mkdtempSync(fileURLToPath(new URL("../node_modules/.process-", import.meta.url)));
afterAll(() => rmSync(folder, { recursive: true }));

const training = `
await register({ threads: 3 });
await tf.setBackend("simd");
const x = tf.ones([128, 128]);
for (let step = 0; step < 20; step++) tf.tidy(() => tf.matMul(x, x).dataSync());
console.log("trained");
`;
const programs: { readonly [file: string]: string } = {
  "module.mjs": `import * as tf from "@tensorflow/tfjs-core"; import { register } from "./simd.mjs"; ${training}`,
  "common.cjs": `(async () => { const tf = await import("@tensorflow/tfjs-core"); const { register } = await import("./simd.mjs"); ${training} })();`,
  "exit.mjs": `import * as tf from "@tensorflow/tfjs-core"; import { register } from "./simd.mjs"; ${training} process.exit(7);`,
  "thread.mjs": `import { Worker } from "node:worker_threads"; new Worker(new URL("./module.mjs", import.meta.url));`,
  "ended.mjs": `import { Worker } from "node:worker_threads"; const thread = new Worker(new URL("./forever.mjs", import.meta.url)); thread.once("message", () => thread.terminate());`,
  "forever.mjs": `import * as tf from "@tensorflow/tfjs-core"; import { parentPort } from "node:worker_threads"; import { register } from "./simd.mjs"; ${training}
    parentPort?.postMessage("trained");
    for (;;) { tf.tidy(() => tf.matMul(x, x).dataSync()); await new Promise((resolve) => setImmediate(resolve)); }`,
};

beforeAll(async () => {
  await build({ entryPoints: [fileURLToPath(new URL("../src/index.ts", import.meta.url))], outfile: join(folder, "simd.mjs"), bundle: true, format: "esm", platform: "node", packages: "external", logLevel: "error" });
  for (const [file, text] of Object.entries(programs)) writeFileSync(join(folder, file), text);
});

interface End {
  readonly code: number | null;
  readonly signal: string | null;
  readonly trained: boolean;
}

/** Runs Node, and ends it by a signal once it has trained if one is given. */
const ran = (flags: readonly string[], { program = "", signal }: { readonly program?: string; readonly signal?: NodeJS.Signals } = {}): Promise<End> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, flags, { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
    let said = "";
    child.stdout.on("data", (text: Buffer) => {
      said += text.toString();
      if (signal && said.includes("trained")) child.kill(signal);
    });
    child.on("close", (code, by) => resolve({ code, signal: by, trained: said.includes("trained") }));
    child.stdin.end(program);
  });

const well: End = { code: 0, signal: null, trained: true };

test("a module ends by itself", async () => expect(await ran(["module.mjs"])).toEqual(well));
test("a module from stdin ends by itself", async () => expect(await ran(["--input-type=module"], { program: programs["module.mjs"] ?? "" })).toEqual(well));
test("a CommonJS program ends by itself", async () => expect(await ran(["common.cjs"])).toEqual(well));
test("a worker thread ends by itself", async () => expect(await ran(["thread.mjs"])).toEqual(well));
test("a worker thread is ended in the middle of training", async () => expect(await ran(["ended.mjs"])).toEqual(well));
test("a program exits with workers at rest or at work", async () => expect(await ran(["exit.mjs"])).toEqual({ ...well, code: 7 }));
test("a program is ended by a signal in the middle of training", async () => expect(await ran(["forever.mjs"], { signal: "SIGINT" })).toEqual({ code: null, signal: "SIGINT", trained: true }));
