import { run } from "./process.mjs";

const live = process.stdout.isTTY && !process.env["CI"];
const colour = live && !process.env["NO_COLOR"];

/** @param {number} code @param {string} text */
const paint = (code, text) => (colour ? `\u001B[${code}m${text}\u001B[0m` : text);

/** @param {number} since start, as of `Date.now()` @returns {string} "12.3 s" or "1 min 05 s" */
export const elapsed = (since) => {
  const seconds = (Date.now() - since) / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)} min ${String(Math.floor(seconds % 60)).padStart(2, "0")} s`;
};

/** @param {boolean} passed @param {string} title @param {string} time */
export const resultLine = (passed, title, time) => `${passed ? paint(32, "✓") : paint(31, "✗")} ${title.padEnd(44)} ${paint(2, time.padStart(12))}`;

/**
 * Runs one command as a named step: quiet with a clock while it goes well, its whole output when it fails.
 * With `show` its output is seen as it comes.
 *
 * @param {string} title
 * @param {readonly string[]} command
 * @param {{ readonly cwd: string, readonly show?: boolean, readonly env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, time: string, output: string }>}
 */
export const step = async (title, [command = "", ...args], { cwd, show = false, env = {} }) => {
  const start = Date.now();
  const draw = () => process.stdout.write(`\r${paint(36, "…")} ${title.padEnd(44)} ${paint(2, elapsed(start).padStart(12))}`);
  if (show) console.log(`${paint(36, "▸")} ${title}`);
  const clock = live && !show ? setInterval(draw, 200) : undefined;
  const { code, output } = await run(command, args, { cwd, show, env });
  clearInterval(clock);
  if (clock !== undefined) process.stdout.write("\r\u001B[K");
  const time = elapsed(start);
  if (code !== 0 && !show) process.stdout.write(`${output.trimEnd()}\n`);
  console.log(resultLine(code === 0, title, time));
  return { code, time, output };
};
