/** @typedef {import("./compare.mjs").Comparison} Comparison */
/** @typedef {import("./compare.mjs").Result} Result */

/** @param {readonly number[]} values */
export const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? (sorted[Math.floor(middle)] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
};

/** Three digits that count. @param {number} n */
export const short = (n) => (n >= 100 ? Math.round(n).toLocaleString("en") : String(Number(n.toPrecision(n >= 10 ? 3 : 2))));

/** How many times as fast as another; by the rounds that both took, else by the medians. @param {Result} of @param {Result} base */
const ratio = ({ rates }, base) => (rates.length === base.rates.length ? median(rates.map((rate, i) => rate / (base.rates[i] ?? NaN))) : median(rates) / median(base.rates));

/** @param {{ threads: number }} of */
export const threadsOf = ({ threads }) => (threads === 1 ? "1 thread" : `${threads} threads`);

const titles = { train: "Training", infer: "Prediction" };

/**
 * The comparisons as Markdown: for training and for prediction a table of images a second and ratios, the first steps, and why a cell is empty.
 *
 * @param {{ machine: { cpu: string, cores: number, memory: number, os: string, node: string, date: string, threads: number, seconds: number, rounds: number, load: number }, comparisons: readonly Comparison[] }} run
 */
export const markdown = ({ machine, comparisons }) => {
  /** @type {string[]} */
  const reasons = [];
  const because = (/** @type {string} */ reason) => {
    if (!reasons.includes(reason)) reasons.push(reason);
    return `[${reasons.indexOf(reason) + 1}]`;
  };
  const lines = [
    `${machine.date}: ${machine.cpu}, ${machine.cores} cores, ${machine.memory} GiB, ${machine.os}, Node ${machine.node}; load ${machine.load.toFixed(1)} at the start. Medians of ${machine.rounds} rounds of ${machine.seconds} s, all contenders in turn.`,
  ];
  const all = comparisons.flatMap(({ results }) => results);
  const names = [...new Set(all.map(({ contender }) => contender))];
  for (const mode of /** @type {const} */ (["train", "infer"])) {
    const columns = comparisons.filter((comparison) => comparison.mode === mode);
    if (columns.length === 0) continue;
    const bases = columns.map(({ results }) => results.find(({ rates }) => rates.length > 0));
    const head = ["", "threads", ...columns.map(({ net, batch }) => `${net}, batch ${batch}`)];
    const table = (/** @type {(result: Result, column: number) => string} */ cell) => {
      lines.push(row(head), row(head.map((_, i) => (i === 0 ? "---" : "---:"))));
      for (const name of names) {
        const cells = columns.map(({ results }, i) => {
          const result = results.find(({ contender }) => contender === name);
          return result ? cell(result, i) : "";
        });
        const first = all.find(({ contender }) => contender === name);
        lines.push(row([first?.title ?? name, String(first?.threads ?? ""), ...cells]));
      }
    };
    const compared = [...new Set(bases.map((base) => base && `${base.title}, ${threadsOf(base)}`))].join("; ").replaceAll("*", "");
    lines.push("", `## ${titles[mode]}`, "", `Images per second, and how many times as fast as ${compared}:`, "");
    table((result, i) => {
      if (result.rates.length === 0) return because(result.unable ?? "not measured");
      const base = bases[i];
      return `${short(median(result.rates))} (${base ? short(ratio(result, base)) : "–"}×)`;
    });
    lines.push("", "Milliseconds of the first step:", "");
    table(({ first }) => (first === undefined ? "" : short(first)));
  }
  const versions = [...new Map(all.filter(({ version }) => version !== undefined).map(({ contender, version }) => [contender, `${contender} ${version}`])).values()];
  lines.push("", `Versions: ${versions.join(", ")}.`);
  if (reasons.length > 0) lines.push("", ...reasons.map((reason, i) => `${i + 1}. ${reason}`));
  return `${lines.join("\n")}\n`;
};

/** @param {readonly string[]} cells */
const row = (cells) => `| ${cells.join(" | ")} |`;
