/**
 * Compares libraries on whole nets, training and predicting, by images a second.
 *
 *   npm run build && npm run bench [-- --nets W1,W2] [--contenders simd,pytorch] [--modes train,infer] [--seconds 3] [--rounds 5]
 *                                     [--threads 2] [--patience 120] [--quick] [--out FILE]
 *
 * Every contender is a process of its own, which sleeps while it is not asked. All take their first step, then a round that does not
 * count, then turn after turn as many rounds as asked for: what slows the machine slows them all. The figure is the median of the rounds;
 * ratios are taken round by round. A contender that takes no step within the patience, in seconds, or cannot do a net, has a reason instead.
 *
 * A full run is written to `results/`, as JSON and as the table in Markdown; one of chosen nets or contenders only where `--out` says.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { contendersNamed } from "./contenders.mjs";
import { describeMachine, machineSlug } from "./machine.mjs";
import { netsNamed } from "./nets.mjs";
import { start } from "./protocol.mjs";
import { markdown, short, threadsOf } from "./table.mjs";

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    nets: { type: "string" },
    contenders: { type: "string" },
    modes: { type: "string", default: "train,infer" },
    seconds: { type: "string" },
    rounds: { type: "string" },
    threads: { type: "string", default: String(availableParallelism()) },
    patience: { type: "string" },
    quick: { type: "boolean", default: false },
    out: { type: "string" },
  },
});
const [seconds, rounds, patience] = [Number(values.seconds ?? (values.quick ? 1 : 3)), Number(values.rounds ?? (values.quick ? 3 : 5)), Number(values.patience ?? (values.quick ? 20 : 120))];
const threads = Number(values.threads);
const modes = values.modes.split(",");
const nets = netsNamed(values.nets?.split(",") ?? (values.quick ? ["W1"] : undefined));
const contenders = contendersNamed(values.contenders?.split(","));

/**
 * @typedef {object} Result of one contender on one net
 * @property {string} contender
 * @property {string} title
 * @property {number} threads
 * @property {string} [version]
 * @property {number} [build] milliseconds to make the net
 * @property {number} [first] milliseconds of the first step, which may compile
 * @property {readonly number[]} rates images per second, by round
 * @property {string} [unable] why there are none
 */
/** @typedef {{ net: string, mode: string, batch: number, results: readonly Result[] }} Comparison */

/** @param {import("./nets.mjs").Net} net @param {"train" | "infer"} mode @returns {Promise<Comparison>} */
const compare = async (net, mode) => {
  const { name, model, input, classes, batch } = net;
  console.log(`\n${name}, ${mode === "train" ? "training" : "predicting"}, batch ${batch}`);
  const entrants = contenders.map((contender) => ({ contender, threads: contender.threads === "one" ? 1 : threads, process: start(contender.command), result: /** @type {Partial<Result>} */ ({}), rates: /** @type {number[]} */ ([]) }));
  for (const entrant of entrants) {
    const { version } = await entrant.process.ask({ version: {} }, patience);
    const { loaded, unable } = await entrant.process.ask({ load: { net: name, model, input, classes, batch, mode, threads: entrant.threads } }, patience);
    entrant.result = { ...(version !== undefined && { version }), ...(loaded ?? { unable: unable ?? "no answer" }) };
    const says = loaded ? `first step ${loaded.first.toFixed(0)} ms` : entrant.result.unable;
    console.log(`  ${entrant.contender.name.padEnd(12)} ${threadsOf(entrant).padEnd(10)} ${says}`);
  }
  // Round 0 warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const entrant of entrants) {
      if (entrant.result.unable !== undefined || isSlow(entrant.rates, batch)) continue;
      const { ran, unable } = await entrant.process.ask({ run: { seconds } }, patience);
      if (!ran) entrant.result = { ...entrant.result, unable: unable ?? "no answer" };
      else if (round > 0 || ran.ms > 4000 * seconds) entrant.rates.push((1000 * batch * ran.steps) / ran.ms);
    }
  }
  for (const { process } of entrants) process.stop();
  const results = entrants.map(({ contender, threads, result, rates }) => ({ contender: contender.name, title: contender.title, threads, ...result, rates }));
  for (const result of results) if (result.rates.length > 0) console.log(`  ${result.contender.padEnd(12)} ${threadsOf(result).padEnd(10)} ${result.rates.map(short).join(" ")} images/s`);
  return { net: name, mode, batch, results };
};

/** One round tells enough of a contender whose single steps take so long. @param {readonly number[]} rates @param {number} batch */
const isSlow = (rates, batch) => rates.some((rate) => batch / rate > 4 * seconds);

const date = new Date().toISOString().slice(0, 10);
const machine = { ...describeMachine(), date, threads, seconds, rounds, load: loadavg()[0] ?? 0 };
console.log(`${machine.cpu}, ${machine.cores} cores, ${machine.memory} GiB, ${machine.os}, Node ${machine.node}`);
if (machine.load > 0.3) console.log(`The machine is busy (load ${machine.load.toFixed(1)}): figures of today are not worth keeping.`);

const comparisons = [];
for (const net of nets) for (const mode of modes) if (mode === "infer" || net.trains) comparisons.push(await compare(net, /** @type {"train" | "infer"} */ (mode)));

const table = markdown({ machine, comparisons });
console.log(`\n${table}`);
const whole = !values.quick && values.nets === undefined && values.contenders === undefined && values.modes === "train,infer";
const out = values.out ?? (whole ? new URL(`./results/${date}-${machineSlug()}.json`, import.meta.url).pathname : undefined);
if (out !== undefined) {
  mkdirSync(new URL("./results/", import.meta.url), { recursive: true });
  writeFileSync(out, `${JSON.stringify({ machine, comparisons }, undefined, 1)}\n`);
  writeFileSync(out.replace(/(\.json)?$/, ".md"), table);
  console.log(`Written to ${out}`);
}
