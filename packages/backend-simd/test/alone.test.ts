import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
// What `@tensorflow/tfjs` registers.
import "@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js";
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";
import * as layers from "@tensorflow/tfjs-layers";
import { afterEach, expect, test, vi } from "vitest";
import { fallbacks, register } from "../src/index.ts";
import type { Kernel } from "../src/kernel.ts";
import { convolution } from "../src/kernels/convolution.ts";
import { elementwise } from "../src/kernels/elementwise.ts";
import { kernels } from "../src/kernels/index.ts";
import { reduction } from "../src/kernels/reduction.ts";
import { spatial } from "../src/kernels/spatial.ts";
import type { MemoryUse } from "../src/memory.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

afterEach(() => void vi.restoreAllMocks());

/** The rows of the table under a heading, as cells. */
const table = (heading: string): string[][] => {
  const [, section = ""] = readme.split(`## ${heading}\n`);
  const [text = ""] = section.split("\n## ");
  return text.split("\n").filter((line) => line.startsWith("| ")).slice(1).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
};

const namesIn = (cell: string = ""): string[] => [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);

/** Names of kernels, and of a few other things. */
const theirs = new Set<unknown>(Object.values(tf));

const families: { readonly [name: string]: { readonly [kernel: string]: Kernel } } = {
  "convolutions and products": convolution,
  "numbers one by one and in pairs": elementwise,
  "reductions and normalisation": reduction,
  "pooling and moving": spatial,
};

test("the README names every kernel that is accelerated, by family", () => {
  const shown = Object.fromEntries(table("What is accelerated").map(([family = "", cell]) => [family, namesIn(cell).sort()]));
  expect(shown).toEqual(Object.fromEntries(Object.entries(families).map(([family, ofIt]) => [family, Object.keys(ofIt).filter((kernel) => theirs.has(kernel)).sort()])));
});

test("the README names every kernel that TensorFlow.js has not", () => {
  expect(table("Kernels of its own").flatMap(([cell]) => namesIn(cell)).sort()).toEqual(Object.keys(kernels).filter((kernel) => !theirs.has(kernel)).sort());
});

test("the README's training with tf.layers learns, and leaves nothing to the cpu backend", async () => {
  const [, code = ""] = /```js\n(import \* as tf from "@tensorflow\/tfjs";\n[^]*?)```/.exec(readme) ?? [];
  let state = 1;
  vi.spyOn(Math, "random").mockImplementation(() => (state = (state * 16807) % 2147483647) / 2147483647);
  const lines: string[] = [];
  const run = new AsyncFunction("tf", "register", "fallbacks", "console", code.replace(/^import .*$/gm, ""));
  await run({ ...tf, ...layers }, () => register({ threads: 2 }), fallbacks, { log: (line: string) => lines.push(line) });
  expect(lines).toHaveLength(1);
  const [, last, left] = /^accuracy .*, ([\d.]+); left to the cpu backend: (.*)$/.exec(lines[0] ?? "") ?? [];
  expect(Number(last)).toBeGreaterThan(0.8);
  expect(left).toBe("nothing");
});

test("tf.memory() tells what the README says it does", async () => {
  await register({ threads: 2 });
  await tf.setBackend("simd");
  const { inUse, peak, total } = tf.memory() as tf.MemoryInfo & MemoryUse;
  expect(inUse).toBeGreaterThan(0);
  expect(peak).toBeGreaterThanOrEqual(inUse);
  expect(total).toBeGreaterThanOrEqual(peak);
});

/** Of a function with `await` in its body, from text. */
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (...text: readonly string[]) => (...args: readonly unknown[]) => Promise<void>;
