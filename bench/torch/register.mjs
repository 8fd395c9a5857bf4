/**
 * `node --import bench/torch/register.mjs apps/cli/dist/main.js` is the command line with PyTorch as a backend. The file that BENCH_CLOCK
 * names gets what the clock showed at the end, and the processor time of the process itself.
 */
import { writeFileSync } from "node:fs";
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";
import { clock } from "./clock.mjs";

register("./resolve.mjs", import.meta.url);
const file = process.env["BENCH_CLOCK"];
if (file !== undefined && isMainThread)
  process.on("exit", () => {
    const { user, system } = process.cpuUsage();
    writeFileSync(file, JSON.stringify({ ...clock, own: (user + system) / 1e6 }));
  });
