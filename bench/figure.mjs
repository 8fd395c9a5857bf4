/**
 * Draws a figure of 10,000 points over and over, and says as JSON how many milliseconds, and how many of processors, each drawing took. The first
 * is what whoever runs a command or opens a page waits for.
 *
 *   node bench/figure.mjs scatter 25
 */
import { points } from "./points.mjs";

const [, , name = "", drawings] = process.argv;
const draw = points[name]?.();
if (draw === undefined) throw new RangeError(`bench: there is no figure ${name}. Known: ${Object.keys(points).join(", ")}.`);
const measured = Array.from({ length: Number(drawings) }, () => {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  const { length } = draw();
  const { user, system } = process.cpuUsage(before);
  return { ms: performance.now() - begun, processor: (user + system) / 1000, length };
});
console.log(JSON.stringify(measured));
