/**
 * Measures each convolution and product of matrices of the nets by itself, at its shape: milliseconds and GFLOP/s of the forward
 * kernel and of those of both gradients. Kernels are called as TensorFlow.js's own gradients call them, so any backend can be measured.
 *
 *   npm run bench -- kernels [--backend simd] [--threads 2] [--nets W1,W2] [--seconds 0.3] [--only depthwise] [--batch 64]
 *
 * A backend that counts what it leaves to the cpu backend has that said behind the figure.
 * The first layer has no gradient of its input: a training needs none. A net that only predicts is measured forward.
 */
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import { inferShapes, inputShapes } from "../packages/core/dist/index.js";
import { openTfjs } from "./backends.mjs";
import { kernelsOf } from "./kernelsOf.mjs";
import { machine } from "./measure.mjs";
import { netsNamed } from "./nets.mjs";

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    backend: { type: "string", default: "simd" },
    threads: { type: "string", default: String(availableParallelism()) },
    nets: { type: "string" },
    seconds: { type: "string", default: "0.3" },
    only: { type: "string", default: "" },
    batch: { type: "string" },
  },
});

/** Numbers around zero. @param {readonly number[]} shape */
const some = (shape) => tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => ((i * 0.6180339887) % 1) - 0.5), [...shape]);

/** Waits for a result without copying it: a backend may compute later. @param {tf.Tensor} result */
const finished = async (result) => {
  const one = tf.slice(result, result.shape.map(() => 0), result.shape.map(() => 1));
  await one.data();
  one.dispose();
};

/**
 * @param {import("./kernelsOf.mjs").Kernel} kernel
 * @param {number} seconds
 * @returns {Promise<number>} the median of a call, in milliseconds
 */
const measureKernel = async ({ kernel, inputs, attrs }, seconds) => {
  const given = Object.fromEntries(Object.entries(inputs).map(([name, shape]) => [name, some(shape)]));
  const call = async () => {
    const start = performance.now();
    const result = /** @type {tf.Tensor} */ (tf.engine().runKernel(kernel, given, /** @type {tf.NamedAttrMap} */ (attrs)));
    await finished(result);
    const time = performance.now() - start;
    result.dispose();
    return time;
  };
  try {
    const first = await call();
    // What takes seconds is slow enough to see.
    if (first > 2000) return first;
    const times = [];
    const end = performance.now() + 1000 * seconds;
    while (times.length < 3 || (performance.now() < end && times.length < 1000)) times.push(await call());
    times.sort((a, b) => a - b);
    return times[Math.floor(times.length / 2)] ?? NaN;
  } finally {
    tf.dispose(given);
  }
};

const backend = await openTfjs(values.backend, Number(values.threads));
console.log(`${machine()}; backend ${values.backend}, ${values.threads} threads where it has threads`);
for (const net of netsNamed(values.nets?.split(","))) {
  const graph = net.graph();
  const shapes = inferShapes(graph);
  const batch = Number(values.batch ?? net.batch);
  /** @type {Map<string, { kernel: import("./kernelsOf.mjs").Kernel, times: number }>} */
  const found = new Map();
  for (const node of graph.nodes) {
    const first = node.inputs.some((name) => name in graph.inputs);
    for (const kernel of kernelsOf(node.layer, inputShapes(node, shapes), batch, { training: net.trains, first })) {
      if (!`${kernel.kernel} ${kernel.label}`.includes(values.only)) continue;
      const key = JSON.stringify(kernel);
      found.set(key, { kernel, times: (found.get(key)?.times ?? 0) + 1 });
    }
  }
  if (found.size === 0) continue;
  console.log(`\n${net.name}, batch ${batch}`.padEnd(44) + ["kernel".padEnd(40), "ms", "GFLOP/s", "times"].map((text) => text.padStart(9)).join(""));
  let [milliseconds, flops] = [0, 0];
  for (const { kernel, times } of found.values()) {
    const label = kernel.label.padEnd(43) + kernel.kernel.padEnd(40);
    const registered = /** @type {(tf.KernelConfig & { calls?: { count: number } }) | undefined} */ (tf.getKernel(kernel.kernel, backend));
    if (registered === undefined) {
      console.log(`${label}no such kernel`);
      continue;
    }
    const left = registered.calls?.count;
    const ms = await measureKernel(kernel, Number(values.seconds));
    milliseconds += times * ms;
    flops += times * 2 * kernel.macs;
    console.log(label + [ms.toFixed(3), ((2 * kernel.macs) / ms / 1e6).toFixed(2), `× ${times}`].map((text) => text.padStart(9)).join("") + (registered.calls?.count === left ? "" : "  on the cpu backend"));
  }
  console.log("all together".padEnd(83) + [milliseconds.toFixed(2), (flops / milliseconds / 1e6).toFixed(2)].map((text) => text.padStart(9)).join(""));
}
process.exit(0);
