/**
 * What Grad-CAM of a network costs beside a pass through it, forward and back to the picture, which take turns:
 *
 *   npm run build && npm run bench -- insight [--rounds 9] [--model resnet50] [--backend simd] [--threads 2]
 */
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { model } from "@convscope/models";
import { network, randomOf, tfjsLoader, useBackend } from "@convscope/nn";
import { ort } from "../packages/engine-ort/dist/index.js";
import { gradCam, scoreNode } from "../packages/insight/dist/index.js";
import { simdModule } from "./backends.mjs";
import { machine } from "./measure.mjs";
import { median, short, threadsOf } from "./table.mjs";

const { values } = parseArgs({ args: process.argv.slice(3), options: { rounds: { type: "string", default: "9" }, model: { type: "string", default: "resnet50" }, backend: { type: "string", default: "simd" }, threads: { type: "string", default: "2" } } });
const [rounds, threads] = [Number(values.rounds), Number(values.threads)];
if (![rounds, threads].every((n) => Number.isInteger(n) && n >= 1)) throw new RangeError("bench: --rounds and --threads must be whole numbers of at least 1.");

const graph = model(values.model);
const engine = await useBackend(values.backend, { threads, engines: [ort, tfjsLoader((await simdModule()).simd)] });
const net = await network(graph, { engine, seed: 1 });
const [[input = "", size] = []] = Object.entries(graph.inputs);
if (!Array.isArray(size)) throw new RangeError(`bench: ${values.model} does not take pictures.`);
const x = { shape: [1, ...size], data: randomOf(1, "picture").normals(size.reduce((a, b) => a * b, 1)) };
const score = scoreNode(graph);
const { [score]: scores } = await net.run({ [input]: x }, { nodes: [score] });
if (!scores || scores.shape.length !== 2) throw new RangeError(`bench: ${values.model} does not classify.`);
const upstream = { [score]: { shape: scores.shape, data: new Float32Array(scores.data.length).fill(1, 0, 1) } };

const passes = [
  { name: "forward", run: () => net.run({ [input]: x }, { nodes: [score] }) },
  { name: "forward and back to the picture", run: () => net.gradients({ inputs: { [input]: x }, of: { upstream }, withRespectTo: { inputs: [input] } }) },
  { name: "Grad-CAM", run: () => gradCam(net, x, { target: 0 }) },
].map((pass) => ({ ...pass, wall: /** @type {number[]} */ ([]), processor: /** @type {number[]} */ ([]) }));

console.log(`${machine()}; load ${(loadavg()[0] ?? 0).toFixed(1)} at the start; ${values.model}, one picture ${size.join("×")}, ${values.backend}, ${threadsOf({ threads })}; medians of ${rounds} rounds, in turn; the first round does not count`);
for (let round = 0; round <= rounds; round++)
  for (const { run, wall, processor } of passes) {
    const [begun, before] = [performance.now(), process.cpuUsage()];
    await run();
    const { user, system } = process.cpuUsage(before);
    if (round === 0) continue;
    wall.push(performance.now() - begun);
    processor.push((user + system) / 1000);
  }
const both = passes.find(({ name }) => name.includes("back")) ?? passes[0];
/** @param {readonly number[]} of @param {readonly number[]} [base] */
const ratio = (of, base = []) => median(of.map((ms, i) => ms / (base[i] ?? NaN))).toFixed(2);
console.log("\n| | ms | × forward and back | of processors, ms | × forward and back |\n|---|--:|--:|--:|--:|");
for (const { name, wall, processor } of passes) console.log(`| ${name} | ${short(median(wall))} | ${ratio(wall, both?.wall)} | ${short(median(processor))} | ${ratio(processor, both?.processor)} |`);
net.dispose();
process.exit();
