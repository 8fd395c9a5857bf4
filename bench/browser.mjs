/**
 * Measures what computes in a browser: Debian's Chromium, a page that is cross-origin isolated, each contender in a worker of its own.
 * All stand ready and take turns.
 *
 *   npm run bench -- browser [--nets W1,resnet20] [--modes train,infer] [--contenders simd,ort] [--threads 1] [--rounds 5] [--seconds 2]
 *
 * Contenders: `simd`; `ort`, ONNX Runtime Web; `webgpu`, TensorFlow.js's; `ort-webgpu`. ONNX Runtime Web is no part of this clone:
 * `npm install --prefix /tmp/web onnxruntime-web@1.30.0`, and `--onnxruntime-web /tmp/web/node_modules/onnxruntime-web`.
 * Without a graphics card for Chromium, WebGPU is computed by SwiftShader, in software: such a figure says nothing of cards.
 *
 * Beside the samples a second stand those of a second of processor time, which other work on the machine hardly changes.
 */
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { builtinModules } from "node:module";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { chromium } from "playwright-core";
import { machine } from "./measure.mjs";
import { netsNamed } from "./nets.mjs";
import { processorTime } from "./processorTime.mjs";

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    nets: { type: "string", default: "W1" },
    modes: { type: "string", default: "train,infer" },
    contenders: { type: "string", default: "simd,ort" },
    threads: { type: "string", default: "1" },
    rounds: { type: "string", default: "5" },
    seconds: { type: "string", default: "2" },
    "onnxruntime-web": { type: "string" },
  },
});

/** @param {string} file */
const here = (file) => fileURLToPath(new URL(file, import.meta.url));

/** What is there of Node in the engine's package has no meaning in a browser, and is not called. @type {import("esbuild").Plugin} */
const withoutNode = {
  name: "without Node",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(onnxruntime-node|(node:)?(${builtinModules.join("|")}))$`) }, ({ path }) => ({ path, namespace: "nothing" }));
    onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "const nothing = () => \"\"; export { nothing as availableParallelism, nothing as extname, nothing as Worker };" }));
  },
};
const { outputFiles: [worker] } = await build({ entryPoints: [here("browser/worker.mjs")], bundle: true, write: false, format: "esm", platform: "browser", target: "es2022", plugins: [withoutNode], logLevel: "error" });

const page = `<!doctype html><script>
  const workers = {};
  const ask = (key, command) => new Promise((resolve, reject) => {
    const worker = (workers[key] ??= new Worker("/worker.js", { type: "module" }));
    worker.onmessage = ({ data }) => (data.failed === undefined ? resolve(data.done) : reject(new Error(data.failed)));
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(command);
  });
  const stop = (key) => { workers[key].terminate(); delete workers[key]; };
</script>`;

const types = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const server = createServer(async ({ url = "/" }, response) => {
  const headers = { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" };
  const path = normalize(new URL(url, "http://localhost").pathname);
  const type = types[/** @type {keyof typeof types} */ (extname(path))] ?? "text/html";
  const runtime = values["onnxruntime-web"];
  const file = path.startsWith("/onnxruntime-web/") && runtime !== undefined ? readFile(join(runtime, "dist", path.slice("/onnxruntime-web/".length))) : path === "/worker.js" ? worker?.contents : path === "/" ? page : undefined;
  const body = await Promise.resolve(file).catch(() => undefined);
  response.writeHead(body === undefined ? 404 : 200, { ...headers, "Content-Type": type }).end(body);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

const browser = await chromium.launchServer({
  executablePath: process.env["CONVSCOPE_CHROMIUM"] ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
});
const tab = await (await (await chromium.connect(browser.wsEndpoint())).newContext()).newPage();
await tab.goto(`http://localhost:${port}/`);

/** @param {string} key @param {object} command */
const ask = (key, command) => tab.evaluate(`ask(${JSON.stringify(key)}, ${JSON.stringify(command)})`);
/** @param {readonly number[]} numbers */
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;

console.log(`Chromium; ${machine()}`);
for (const net of netsNamed(values.nets.split(","))) {
  for (const mode of values.modes.split(",").filter((mode) => mode === "infer" || net.trains)) {
    console.log(`\n${net.name}, batch ${net.batch}, ${mode}`.padEnd(44) + ["first, ms", "a second", "×", "a second of processor", "×"].map((text) => text.padStart(23)).join(""));
    /** @type {Map<string, { first: number, rates: number[], spent: number[] }>} */
    const found = new Map();
    for (const contender of values.contenders.split(",")) {
      for (const threads of values.threads.split(",")) {
        const key = `${contender}, ${threads} threads`;
        try {
          const { first } = await ask(key, { name: "load", contender, threads: Number(threads), net: net.name, mode });
          found.set(key, { first, rates: [], spent: [] });
        } catch (error) {
          console.log(`${key}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
          await tab.evaluate(`stop(${JSON.stringify(key)})`);
        }
      }
    }
    for (let round = 0; round < Number(values.rounds); round++) {
      for (const [key, { rates, spent }] of found) {
        const before = processorTime(browser.process().pid ?? 0);
        const { samples, seconds } = await ask(key, { name: "run", seconds: Number(values.seconds) });
        rates.push(samples / seconds);
        spent.push(samples / (processorTime(browser.process().pid ?? 0) - before));
      }
    }
    const [base] = found.values();
    /** How many times the first contender's, round by round. @param {readonly number[]} of @param {readonly number[]} [to] */
    const times = (of, to = []) => median(of.map((rate, i) => rate / (to[i] ?? NaN))).toFixed(2);
    for (const [key, { first, rates, spent }] of found) {
      console.log(key.padEnd(43) + [first.toFixed(0), median(rates).toFixed(1), times(rates, base?.rates), median(spent).toFixed(1), times(spent, base?.spent)].map((text) => text.padStart(23)).join(""));
      await tab.evaluate(`stop(${JSON.stringify(key)})`);
    }
  }
}
await browser.close();
server.close();
