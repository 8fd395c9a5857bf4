/**
 * How many images a second a pipeline gives, decoded, changed at random and as floats, beside torchvision's transforms in PyTorch's DataLoader:
 *
 *   npm run build && npm run bench -- pipeline [--rounds 5] [--workers 2] [--images 512]
 *
 * Both take turns, an epoch each; the first of each does not count. PyTorch's Python is Debian's, or the one that BENCH_PYTHON names.
 */
import { linkSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { mirror, randomCrop, randomResizedCrop } from "@convscope/augment";
import { openPipeline } from "@convscope/datasets";
import { machine } from "./measure.mjs";
import { start } from "./protocol.mjs";
import { short } from "./table.mjs";

const { values } = parseArgs({ args: process.argv.slice(3), options: { rounds: { type: "string", default: "5" }, workers: { type: "string", default: "2" }, images: { type: "string", default: "512" } } });
const [rounds, workers, images] = [Number(values.rounds), Number(values.workers), Number(values.images)];
if (![rounds, workers, images].every((n) => Number.isInteger(n) && n >= 1)) throw new RangeError("bench: --rounds, --workers and --images must be whole numbers of at least 1.");

const sharp = createRequire(new URL("../packages/datasets/package.json", import.meta.url))("sharp");
const folder = mkdtempSync(join(tmpdir(), "convscope-pipeline-"));
const classes = Array.from({ length: 10 }, (_, i) => String(i));
const small = 20_000;

/** Pictures with as much in them as a photograph has: light that falls off, shapes with edges, grain. */
async function draw() {
  const [width, height, kinds] = [500, 375, 32];
  for (let k = 0; k < Math.min(kinds, images); k++) {
    const pixels = new Uint8ClampedArray(width * height * 3);
    for (let i = 0; i < pixels.length; i++) {
      const [x, y, c] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3];
      const inside = Number((x - 20 * k) ** 2 + (y - 200) ** 2 < 9_000) + Number((x + y * (k % 5)) % 90 < 30);
      pixels[i] = 90 + 60 * Math.sin((x + 10 * k) / (30 + 7 * c)) + 40 * inside + 24 * (Math.random() - 0.5) - y / 8;
    }
    await sharp(pixels, { raw: { width, height, channels: 3 } }).jpeg({ quality: 90 }).toFile(join(folder, `${k}.jpg`));
  }
  for (let k = kinds; k < images; k++) linkSync(join(folder, `${k % kinds}.jpg`), join(folder, `${k}.jpg`));
}

/** @param {readonly object[]} steps */
const transform = (steps) => ({ module: import.meta.resolve("@convscope/augment/transformer"), options: steps });

/** @param {Promise<import("@convscope/datasets").Pipeline>} opening */
async function ours(opening) {
  const pipeline = await opening;
  let epoch = 0;
  return async () => {
    epoch++;
    const begun = performance.now();
    let seen = 0;
    for await (const { indices } of pipeline.batches({ epoch, batchSize: 64 })) seen += indices.length;
    return seen / ((performance.now() - begun) / 1000);
  };
}

/** @param {readonly string[]} args */
async function torchvision(...args) {
  const python = start([process.env["BENCH_PYTHON"] ?? "/usr/bin/python3", new URL("./contenders/loader.py", import.meta.url).pathname, ...args]);
  const { version, unable } = await python.ask({ version: {} }, 60);
  if (version === undefined) throw new Error(unable);
  return async () => {
    const { ran, unable } = await python.ask({ run: {} }, 600);
    if (ran === undefined) throw new Error(unable);
    return (1000 * ran.steps) / ran.ms;
  };
}

const steps = [randomResizedCrop({ size: 224 }), mirror()];
const items = Array.from({ length: images }, (_, i) => ({ file: `${i}.jpg`, label: i % 10 }));
const files = { items, folder, classes };
const memory = { shape: /** @type {const} */ ([small, 32, 32, 3]), images: new Uint8Array(small * 3072).map((_, i) => Math.imul(i, 0x9e3779b1) >>> 24), labels: Uint8Array.from({ length: small }, (_, i) => i % 10) };
const cropped = transform([mirror(), randomCrop({ size: 32, padding: 4 })]);
const shape = /** @type {const} */ ([224, 224, 3]);

/** @type {Readonly<Record<string, Readonly<Record<string, () => Promise<() => Promise<number>>>>>>} */
const tasks = {
  "32×32×3 from memory, mirror, crop with a border of 4": {
    "pipeline, calling thread": () => ours(openPipeline(memory, { transform: cropped })),
    [`pipeline, ${workers} workers`]: () => ours(openPipeline(memory, { transform: cropped, workers })),
    "DataLoader, calling process": () => torchvision("", String(small), "0"),
    [`DataLoader, ${workers} processes`]: () => torchvision("", String(small), String(workers)),
  },
  "500×375 JPEG → 224×224×3, random resized crop, mirror": {
    [`pipeline, ${workers} workers`]: () => ours(openPipeline(files, { transform: transform(steps), shape, workers })),
    [`pipeline, ${workers} workers, decoded pictures kept`]: () => ours(openPipeline(files, { transform: transform(steps), shape, workers, cacheBytes: 2 ** 30 })),
    [`DataLoader, ${workers} processes`]: () => torchvision(folder, String(images), String(workers)),
  },
};

console.log(`${machine()}; load ${(loadavg()[0] ?? 0).toFixed(1)} at the start; medians of ${rounds} epochs, in turn`);
try {
  await draw();
  for (const [title, contenders] of Object.entries(tasks)) {
    console.log(`\n| ${title} | images/s | epochs |\n|---|--:|---|`);
    /** @type {{ name: string, epoch: () => Promise<number>, rates: number[] }[]} */
    const ready = [];
    for (const [name, open] of Object.entries(contenders)) {
      try {
        ready.push({ name, epoch: await open(), rates: [] });
      } catch (error) {
        console.log(`| ${name} | | not measured: ${error instanceof Error ? error.message : String(error)} |`);
      }
    }
    for (let round = 0; round <= rounds; round++) for (const { epoch, rates } of ready) rates.push(await epoch());
    for (const { name, rates } of ready) {
      const counted = rates.slice(1);
      const median = [...counted].sort((a, b) => a - b)[Math.floor(counted.length / 2)] ?? NaN;
      console.log(`| ${name} | ${short(median)} | ${counted.map(short).join(" ")} |`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit();
