/**
 * Compiles the kernels twice, for a memory that threads share and for one that they do not, and writes both as modules of text:
 * Node and every bundler find those without being told how.
 *
 *   node build/assembly.mjs [--text]     `--text` also leaves dist/kernels.wat to read
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const folder = dirname(dirname(fileURLToPath(import.meta.url)));
const generated = join(folder, "src", "generated");
const text = process.argv.includes("--text");

const shared = ["--sharedMemory"];
const options = [
  "-O3", ...(text ? ["--debug"] : []), "--noAssert", "--enable", "simd,threads", "--runtime", "stub", "--use", "abort=",
  "--importMemory", "--initialMemory", "16", "--maximumMemory", "65536", "--zeroFilledMemory",
  // Below lie the words of the queue and the arguments of the open job.
  "--memoryBase", "8192",
];

/** @param {string} name @param {readonly string[]} more */
const compile = async (name, more) => {
  const file = join(generated, `${name}.wasm`);
  const { error, stderr } = await asc.main(["assembly/index.ts", ...options, ...more, "-o", file, ...(text ? ["-t", join(folder, "dist", "kernels.wat")] : [])]);
  if (error) {
    console.error(stderr.toString());
    process.exit(1);
  }
  const bytes = readFileSync(file);
  rmSync(file);
  writeFileSync(join(generated, `${name}.ts`), `/** The kernels, ${more === shared ? "for a memory that threads share" : "for one thread"}: WebAssembly in base 64. */\nexport const bytes: string =\n  "${bytes.toString("base64")}";\n`);
  return new WebAssembly.Module(bytes);
};

process.chdir(folder);
mkdirSync(generated, { recursive: true });
if (text) mkdirSync(join(folder, "dist"), { recursive: true });
await compile("single", []);
const module = await compile("threads", shared);
const names = WebAssembly.Module.exports(module).filter(({ kind }) => kind === "function").map(({ name }) => name).sort();
writeFileSync(join(generated, "exports.ts"), `/** What the kernels' module exports. */\nexport type ExportName =\n${names.map((name) => `  | "${name}"`).join("\n")};\n`);
