/**
 * Reads thousands of damaged files with every parser of files from elsewhere: npm run fuzz [-- --inputs 10000] [--only zip,tar] [--seed 1] [--first 0] [--json]
 *
 * Each must give a result or a clear error, in bounded time and memory. An input that failed once is read again alone by `--only <parser> --first <its number> --inputs 1`.
 */
import { parseArgs } from "node:util";
import { bundleParsers, fuzz } from "./fuzz.mjs";

const { values } = parseArgs({
  options: { inputs: { type: "string", default: "10000" }, only: { type: "string" }, seed: { type: "string", default: "1" }, first: { type: "string", default: "0" }, json: { type: "boolean", default: false } },
});
const [inputs, first] = [Number(values.inputs), Number(values.first)];

/** @param {string} message */
const refuse = (message) => {
  console.error(`fuzz: ${message}`);
  process.exit(2);
};
if (!Number.isInteger(inputs) || inputs < 1 || !Number.isInteger(first) || first < 0) refuse(`--inputs and --first must be whole numbers. Received ${values.inputs} and ${values.first}.`);

const { bundle, names, remove } = await bundleParsers();
try {
  const chosen = values.only?.split(",") ?? names;
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length > 0) remove();
  if (unknown.length > 0) refuse(`there is no parser ${unknown.join(", ")}. There are: ${names.join(", ")}.`);

  /** @param {readonly (string | number)[]} cells */
  const line = ([parser = "", ...cells]) => String(parser).padEnd(18) + cells.map((cell) => String(cell).padStart(11)).join("");
  if (!values.json) console.log(line(["parser", "inputs", "accepted", "refused", "failed", "slowest ms", "peak MB"]));
  const results = await fuzz({
    bundle, names: chosen, seed: values.seed, first, inputs,
    onResult({ parser, inputs, accepted, refused, failed, slowest, peak, failures }) {
      if (values.json) return;
      console.log(line([parser, inputs, accepted, refused, failed, Math.round(slowest), Math.round(peak / 1e6)]));
      for (const { index, why, file } of failures) console.log(`  input ${index}: ${why}${file === undefined ? "" : `\n    ${file}`}`);
    },
  });
  if (values.json) console.log(JSON.stringify({ seed: values.seed, first, results }));
  process.exitCode = results.every(({ failed }) => failed === 0) ? 0 : 1;
} finally {
  remove();
}
