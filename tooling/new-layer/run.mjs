/**
 * Writes a new kind of layer with its rows, its tests and a formula to change: npm run new:layer -- <kind> [--plain | --weights]
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandLine, refuse } from "../commandLine.mjs";

const name = "new:layer";
const usage = `Usage: npm run new:layer -- <kind> [--plain | --weights]

Writes a layer that computes, trains, is exported and tested at once: factor·x with an option factor, with --plain
2·x without any option, or with --weights a learned factor for each channel. Then change its formula. The kind is in
camelCase: npm run new:layer -- swish`;

const { values, positionals } = commandLine(name, usage, { allowPositionals: true, options: { plain: { type: "boolean", default: false }, weights: { type: "boolean", default: false } } });
const { plan, Refused } = await import("./plan.mjs");
const { writeAll } = await import("./write.mjs");

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(dirname(here));
const [kind] = positionals;
if (kind === undefined || positionals.length > 1) refuse(name, `it takes the name of one layer. Received ${positionals.length === 0 ? "none" : positionals.join(", ")}.\n\n${usage}`);
if (values.plain && values.weights) refuse(name, `a layer that learns is not plain: leave out --plain or --weights.\n\n${usage}`);

/** @param {string} path */
const read = (path) => readFileSync(join(root, path), "utf8");
try {
  const planned = plan({ kind, form: values.weights ? "weights" : values.plain ? "plain" : "pointwise" }, { read, exists: (path) => existsSync(join(root, path)), template: (file) => readFileSync(join(here, "templates", file), "utf8") });
  writeAll(root, planned);
  console.log(`Written:\n${[...planned.created.keys()].map((path) => `  ${path}`).join("\n")}`);
  console.log(`\nWith a row for ${kind}:\n${[...planned.edited.keys()].map((path) => `  ${path}`).join("\n")}`);
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  refuse(name, error.message);
}
console.log(`
All of it compiles and its tests pass. Now change the formula: what it counts (core), how it computes (nn), how it
is said in ONNX and in PyTorch (exchange), and what the two tests expect. Then, in this order:

  npx vitest run ${kind}.test
      its own tests
  npx vitest run layers/table tfjs/executors tfjs/gradients -t ${kind}
      its working against its numbers, cpu against wasm, gradients against slopes
  npx vitest run engine-ort/test/kinds engine-ort/test/structure -t ${kind}
      the same in ONNX Runtime, and trained there
  npm run api && npm test -- types lint unused
      what packages export now, and what is left to mend

It is no activation function until activations.ts in packages/core/src has a row for it: CONTRIBUTING.md, "A new layer".

To undo it where nothing else was changed: git restore . && git clean -fd packages
Else remove the new files and take the rows out of the others: git diff shows them.`);
