/**
 * Whether augmentation keeps a network waiting: `resnet20` on a set of CIFAR-10's format, made of noise, read from its files through the pipeline,
 * with and without mirror and crop, the two taking turns:
 *
 *   npm run build && npm run bench -- augmented [--rounds 5] [--images 1280] [--backend simd] [--model resnet20]
 */
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mirror, randomCrop } from "@convscope/augment";
import { transformer } from "@convscope/augment/transformer";
import { first, loadDataset, openPipeline, pipelineOf } from "@convscope/datasets";
import { model } from "@convscope/models";
import { adam, fit, network, sparseCategoricalCrossentropy, tfjsLoader, useBackend } from "@convscope/nn";
import { ort } from "../packages/engine-ort/dist/index.js";
import { simdModule } from "./backends.mjs";
import { machine } from "./measure.mjs";
import { short } from "./table.mjs";

const { values } = parseArgs({ args: process.argv.slice(3), options: { rounds: { type: "string", default: "5" }, images: { type: "string", default: "1280" }, backend: { type: "string", default: "simd" }, model: { type: "string", default: "resnet20" } } });
const [rounds, images] = [Number(values.rounds), Number(values.images)];
if (![rounds, images].every((n) => Number.isInteger(n) && n >= 1)) throw new RangeError("bench: --rounds and --images must be whole numbers of at least 1.");

const folder = mkdtempSync(join(tmpdir(), "convscope-augmented-"));

/** Six files of 10,000 records: a label, then 1,024 bytes of red, of green and of blue. */
function makeFiles() {
  mkdirSync(join(folder, "cifar-10"));
  const records = Buffer.alloc(10_000 * 3073);
  for (let i = 0; i < records.length; i++) records[i] = i % 3073 === 0 ? (i / 3073) % 10 : Math.imul(i, 0x9e3779b1) >>> 24;
  for (const name of ["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"]) {
    const file = openSync(join(folder, "cifar-10", `${name}.bin`), "w");
    writeSync(file, records);
    closeSync(file);
  }
}

/** @param {import("@convscope/datasets").Pipeline} pipeline */
const dataOf = (pipeline) => ({
  length: pipeline.length,
  ahead: Math.max(1, pipeline.prefetch),
  /** @type {import("@convscope/nn").Data["batch"]} */
  async batch(indices, epoch) {
    const { images, labels } = await pipeline.batch(indices, epoch);
    return { inputs: { [input]: images }, targets: { [output]: labels } };
  },
});

makeFiles();
const graph = model(values.model, { classes: 10, inputShape: [32, 32, 3] });
const [output = ""] = graph.outputs;
const [input = ""] = Object.keys(graph.inputs);
const steps = [mirror(), randomCrop({ size: 32, padding: 4 })];
const engine = await useBackend(values.backend, { engines: [ort, tfjsLoader((await simdModule()).simd)] });
const split = first((await loadDataset("cifar-10", { dataDir: folder, train: images, test: 10 })).train, images);
const contenders = [
  { name: "as the images are", pipeline: pipelineOf(split, {}) },
  { name: "mirror, crop; on the calling thread", pipeline: pipelineOf(split, { transform: transformer(steps) }) },
  { name: "mirror, crop; in one worker", pipeline: await openPipeline(split, { workers: 1, transform: { module: import.meta.resolve("@convscope/augment/transformer"), options: steps } }) },
].map((contender) => ({ ...contender, rates: /** @type {number[]} */ ([]) }));

console.log(`${machine()}; load ${(loadavg()[0] ?? 0).toFixed(1)} at the start; ${values.model}, ${values.backend}, batches of 64, ${rounds} rounds of ${images} images, in turn; the first round does not count`);
const net = await network(graph, { engine, seed: 1 });
for (let round = 0; round <= rounds; round++)
  for (const { pipeline, rates } of contenders) {
    const { imagesPerSecond } = await fit(net, dataOf(pipeline), { loss: sparseCategoricalCrossentropy(), optimizer: adam(), epochs: 1, batchSize: 64 });
    if (round > 0) rates.push(imagesPerSecond);
  }
const [{ rates: plain } = { rates: [] }] = contenders;
/** @param {readonly number[]} list */
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? NaN;
console.log("\n| training | images/s | × as they are | rounds |\n|---|--:|--:|---|");
for (const { name, rates } of contenders) console.log(`| ${name} | ${short(median(rates))} | ${median(rates.map((rate, i) => rate / (plain[i] ?? NaN))).toFixed(3)} | ${rates.map(short).join(" ")} |`);
rmSync(folder, { recursive: true, force: true });
process.exit();
