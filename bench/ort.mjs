/**
 * Measures every way in which `@convscope/engine-ort` can write a convolution and its gradients, at each shape of the nets: milliseconds and
 * GFLOP/s. From these figures come the thresholds in `packages/engine-ort/src/convolution/choices.ts`: where "as chosen" is not about as fast as
 * the fastest, a threshold is to be moved.
 *
 *   npm run bench -- ort [--threads 2] [--nets W1,W2] [--seconds 0.3] [--only dw] [--batch 64] [--json figures.json]
 *
 * One session lives at a time: the threads of another would look for work for a while after each run, and take a core.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { along, inferShapes, inputShapes, pads } from "../packages/core/dist/index.js";
import { machine } from "./measure.mjs";
import { netsNamed } from "./nets.mjs";

/** @typedef {typeof import("../packages/engine-ort/bench/ways.ts")} Ways */
/** @typedef {import("../packages/engine-ort/bench/ways.ts").Way} Way */

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    threads: { type: "string", default: String(availableParallelism()) },
    nets: { type: "string" },
    seconds: { type: "string", default: "0.3" },
    only: { type: "string", default: "" },
    batch: { type: "string" },
    json: { type: "string" },
  },
});

/** The sources, which the package does not export, in one file beside its dependencies. @returns {Promise<Ways>} */
const bundled = async () => {
  const path = (/** @type {string} */ name) => fileURLToPath(new URL(`../packages/engine-ort/${name}`, import.meta.url));
  const folder = path("node_modules/.cache");
  mkdirSync(folder, { recursive: true });
  await build({ entryPoints: [path("bench/ways.ts")], outfile: `${folder}/ways.mjs`, bundle: true, format: "esm", platform: "node", packages: "external", logLevel: "error" });
  return import(`${folder}/ways.mjs`);
};

const { geometryOf, opened, waysOf } = await bundled();
const { ort, block } = await opened();

/** Numbers around zero. @param {readonly number[]} dims */
const some = (dims) => new ort.Tensor("float32", Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 0.6180339887) % 1) - 0.5), [...dims]);

/**
 * @param {Way} way @param {number} seconds
 * @returns {Promise<number>} milliseconds of the fastest run: whatever else the machine does can only add to it
 */
const measureWay = async ({ model, inputs }, seconds) => {
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: Number(values.threads), logSeverityLevel: 3 });
  const given = Object.fromEntries(Object.entries(inputs).map(([name, dims]) => [name, some(dims)]));
  try {
    await session.run(given);
    const end = performance.now() + 1000 * seconds;
    let least = Infinity;
    for (let runs = 0; runs < 3 || performance.now() < end; runs++) {
      const start = performance.now();
      await session.run(given);
      least = Math.min(least, performance.now() - start);
    }
    return least;
  } finally {
    await session.release();
  }
};

/** @param {import("../packages/core/dist/index.js").Layer} layer @param {readonly (readonly number[])[]} inputs @param {readonly number[]} output @param {number} batch */
const geometryFrom = (layer, [[height = 0, width = 0, channels = 0] = []], output, batch) => {
  if (layer.kind !== "conv2d" && layer.kind !== "depthwiseConv2d") return undefined;
  const [rows = 0, columns = 0, filters = 0] = output;
  const groups = layer.kind === "conv2d" ? layer.groups : channels;
  const edges = [pads(along(layer, 0), height), pads(along(layer, 1), width)];
  const attributes = { strides: [...layer.strides], dilations: [...layer.dilationRate], pads: [...edges.map(([before]) => before), ...edges.map(([, after]) => after)], group: groups };
  return geometryOf([batch, channels, height, width], [filters, channels / groups, ...layer.kernelSize], [batch, filters, rows, columns], attributes);
};

console.log(`${machine()}; ONNX Runtime ${ort.env.versions.node}, ${values.threads} threads, ${block === 0 ? "no convolutions in blocks" : `blocks of ${block} channels`}`);
/** @type {{ net: string, shape: string, what: string, way: string, milliseconds: number }[]} */
const figures = [];
for (const net of netsNamed(values.nets?.split(",")).filter(({ trains }) => trains)) {
  const graph = net.graph();
  const shapes = inferShapes(graph);
  const batch = Number(values.batch ?? net.batch);
  const found = new Map(graph.nodes.flatMap((node) => {
    const geometry = geometryFrom(node.layer, inputShapes(node, shapes), shapes.get(node.name) ?? [], batch);
    return geometry ? [[JSON.stringify(geometry), geometry]] : [];
  }));
  console.log(`\n${net.name}, batch ${batch}`.padEnd(48) + ["", "way".padEnd(14), "ms", "GFLOP/s"].map((text) => text.padStart(9)).join(""));
  for (const { x, w, y, ...rest } of found.values()) {
    const shape = `${rest.kernel.join("×")}${(rest.strides[0] ?? 1) > 1 ? `/${rest.strides[0]}` : ""} ${x.slice(1).join("×")} → ${y.slice(1).join("×")}${rest.groups > 1 ? `, groups ${rest.groups}` : ""}`;
    const flops = 2 * y.reduce((a, b) => a * b, 1) * w.slice(1).reduce((a, b) => a * b, 1);
    for (const way of waysOf({ x, w, y, ...rest }, block)) {
      if (!way.what.includes(values.only)) continue;
      const milliseconds = await measureWay(way, Number(values.seconds));
      figures.push({ net: net.name, shape, what: way.what, way: way.name, milliseconds });
      console.log(shape.padEnd(47) + [way.what.padEnd(8), way.name.padEnd(14), milliseconds.toFixed(3), (flops / milliseconds / 1e6).toFixed(1)].map((text) => text.padStart(9)).join(" "));
    }
  }
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, undefined, 1)}\n`);
process.exit(0);
