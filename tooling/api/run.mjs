/** Writes what every package exports, with its types, into api/: npm run api [-- --check] */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandLine } from "../commandLine.mjs";
import { entriesOf, publicPackages, root } from "../pack/workspace.mjs";
import { difference } from "./difference.mjs";

const usage = `Usage: npm run api [-- --check]

Writes what every package exports, with its types, into api/: one file for each import path. With --check nothing is
written: what differs is named, and is a failure.`;
const { values } = commandLine("api", usage, { options: { check: { type: "boolean", default: false } } });
const { declarationsOf } = await import("./program.mjs");
const { reportsOf } = await import("./report.mjs");

const folder = join(root, "api");
mkdirSync(folder, { recursive: true });

const entries = [...publicPackages().values()].flatMap(entriesOf).map(({ specifier, source }) => ({ specifier, file: source }));
const reports = new Map([...reportsOf(declarationsOf(entries.map(({ file }) => file)), entries)].map(([specifier, text]) => [`${specifier.replace(/^@[^/]+\//, "").replaceAll("/", ".")}.md`, text]));

let differing = 0;
for (const file of new Set([...readdirSync(folder), ...reports.keys()])) {
  const path = join(folder, file);
  const before = existsSync(path) ? readFileSync(path, "utf8") : "";
  const after = reports.get(file) ?? "";
  if (before === after) continue;
  differing += 1;
  console.log(`api/${file}\n${difference(before, after)}\n`);
  if (values.check) continue;
  if (after === "") rmSync(path);
  else writeFileSync(path, after);
}
if (differing === 0) console.log(`${reports.size} import paths export what api/ says.`);
else if (values.check) {
  console.error(`What packages export differs from ${differing} of the reports in api/. If that is meant, write them anew with \`npm run api\`, and look at the difference: names and types that change or go break the code of others.`);
  process.exitCode = 1;
} else console.log(`${differing} written. Look at the difference: names and types that change or go break the code of others.`);
