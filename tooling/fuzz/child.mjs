/**
 * Reads inputs with one parser, in a process of its own: node --expose-gc child.mjs <bundle> <parser> <folder> <seed> <first> <last>
 *
 * What the parent must know even if this process hangs or is killed stands in files of the folder: the input at hand, and how far it is.
 */
import { copyFileSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { complaint, hiddenComplaint } from "./verdict.mjs";
import { randomOf } from "./random.mjs";

const [bundle = "", name = "", folder = "", seed = "", ...numbers] = process.argv.slice(2);
const [first = 0, last = 0] = numbers.map(Number);

/** Bytes beyond those at the start. */
const mostMemory = 256 * 2 ** 20;
/** Milliseconds of processor time. */
const longest = 5_000;

const { parsers } = /** @type {{ readonly parsers: import("./parsers.mjs").Parsers }} */ (await import(bundle));
const work = join(folder, "work");
mkdirSync(work, { recursive: true });
const { good, vary, subject, read } = await /** @type {import("./parsers.mjs").Parser} */ (parsers[name])(work);

/** Tells a failure, once its input is safe from the next one. @param {string} why @param {number} index */
function fail(why, index, ended = false) {
  if (index >= 0) copyFileSync(join(folder, "input"), join(folder, `failed-${index}`));
  return new Promise((sent) => void process.send?.({ index, why, ended }, sent));
}

let reading = false;
/** What a parser throws where nobody can catch it. @type {string | undefined} */
let astray;
for (const event of ["unhandledRejection", "uncaughtException"]) {
  process.on(event, (error) => {
    astray = `nobody catches ${String(error)}`;
    if (reading) return;
    console.error(error);
    process.exit(1);
  });
}

// What is good must be taken: a parser that refuses everything would else pass.
for (const [i, bytes] of good.entries()) await read(bytes.slice()).catch((/** @type {unknown} */ error) => fail(`refuses good file ${i}: ${String(error)}`, -1));

const memory = () => process.resourceUsage().maxRSS * 1024;
const start = memory();
const progress = openSync(join(folder, "progress"), "w");
/** Index, accepted, refused, slowest in milliseconds, peak of memory beyond the start in bytes, index of the slowest. */
const state = Float64Array.of(first, 0, 0, 0, 0, first);

for (let index = first; index < last; index++) {
  const bytes = vary(randomOf(`${seed}/${name}/${index}`));
  writeFileSync(join(folder, "input"), bytes);
  state[0] = index;
  writeSync(progress, state, 0, state.byteLength, 0);
  const since = process.cpuUsage();
  let refused = false;
  /** @type {string | undefined} */
  let why;
  reading = true;
  try {
    why = hiddenComplaint(await read(bytes));
  } catch (error) {
    refused = true;
    why = complaint(error, subject);
  }
  // What is thrown where nobody catches it shows in the engine's next turn.
  await new Promise(setImmediate);
  reading = false;
  const { user, system } = process.cpuUsage(since);
  const took = (user + system) / 1000;
  const peak = memory() - start;
  if (took > (state[3] ?? 0)) [state[3], state[5]] = [took, index];
  state[4] = Math.max(state[4] ?? 0, peak);
  why ??= astray ?? (took > longest ? `takes ${Math.round(took)} ms` : undefined);
  astray = undefined;
  if (peak > mostMemory) {
    writeSync(progress, state, 0, state.byteLength, 0);
    await fail(why ?? `takes ${Math.round(peak / 1e6)} MB`, index, true);
    process.exit(0);
  }
  if (why === undefined) state[refused ? 2 : 1] = (state[refused ? 2 : 1] ?? 0) + 1;
  else await fail(why, index);
  // Else what nobody holds any more counts until the engine finds time.
  if (index % 64 === 63) globalThis.gc?.();
}
state[0] = last;
writeSync(progress, state, 0, state.byteLength, 0);
process.exit(0);
