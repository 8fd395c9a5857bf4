import { performance } from "node:perf_hooks";
import { describeMachine } from "./machine.mjs";

/**
 * @typedef {object} Bench one thing to measure
 * @property {string} name
 * @property {number} [budget] milliseconds that the median is meant to stay below
 * @property {() => unknown} run
 */

/** @param {readonly number[]} sorted @param {number} part 0 to 1 */
const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? NaN;

/**
 * Runs a bench until it is warm, then for about as long again, and keeps the time of each run.
 *
 * @param {Bench} bench
 * @param {number} milliseconds how long to warm up, and to measure
 * @returns {{ median: number, least: number, p95: number, runs: number }} milliseconds
 */
export const measure = ({ run }, milliseconds) => {
  const warm = performance.now() + milliseconds;
  while (performance.now() < warm) run();
  const times = [];
  const end = performance.now() + milliseconds;
  while (times.length < 5 || performance.now() < end) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  const sorted = times.sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), least: quantile(sorted, 0), p95: quantile(sorted, 0.95), runs: sorted.length };
};

/** The machine in a line. */
export const machine = () => {
  const { node, cores, cpu, memory } = describeMachine();
  return `Node ${node}, ${cores} × ${cpu}, ${memory} GiB`;
};
