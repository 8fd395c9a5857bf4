/** One contender in a browser's worker: `load` builds a net and takes its first step, `run` takes steps for some seconds. */
import { simd } from "../../packages/backend-simd/dist/index.js";
import { ortLoader } from "../../packages/engine-ort/dist/index.js";
import { adam, network, sparseCategoricalCrossentropy, tfjsLoader, useBackend } from "../../packages/nn/dist/index.js";
import { netsNamed } from "../nets.mjs";
import { samples } from "../samples.mjs";

/** ONNX Runtime Web, whose files the page's server has beside it. @param {"cpu" | "webgpu"} provider @param {number} threads */
const onnxruntimeWeb = (provider, threads) =>
  ortLoader({
    provider,
    worker: false,
    async load() {
      const ort = await import(`/onnxruntime-web/ort.${provider === "cpu" ? "wasm" : provider}.min.mjs`);
      Object.assign(ort.env.wasm, { wasmPaths: "/onnxruntime-web/", numThreads: threads });
      return ort;
    },
  }).open({ threads });

/** @type {Readonly<Record<string, (threads: number) => Promise<import("../../packages/nn/dist/index.js").Engine>>>} */
const open = {
  simd: (threads) => useBackend("simd", { engines: [tfjsLoader(simd)], threads }),
  ort: (threads) => onnxruntimeWeb("cpu", threads),
  webgpu: () => useBackend("webgpu"),
  "ort-webgpu": (threads) => onnxruntimeWeb("webgpu", threads),
};

let batch = 0;
/** @type {() => Promise<unknown>} */
let step = async () => undefined;

/** @type {Readonly<Record<string, (command: any) => Promise<object>>>} */
const commands = {
  async load({ contender, threads, net: name, mode }) {
    const opener = open[contender];
    if (opener === undefined) throw new RangeError(`bench: there is no contender ${contender} in a browser. Known: ${Object.keys(open).join(", ")}.`);
    const [net] = netsNamed([name]);
    const made = await network(net.graph(), { engine: await opener(threads), seed: 1 });
    const { shape, data, labels } = samples(net);
    const [input = ""] = Object.keys(made.graph.inputs);
    const [output = ""] = made.graph.outputs;
    const inputs = { [input]: { shape, data } };
    const how = { objective: { [output]: { loss: sparseCategoricalCrossentropy(), weight: 1 } }, optimizer: adam() };
    step = () => (mode === "train" ? made.step({ inputs, targets: { [output]: { shape: [net.batch], data: labels } } }, how) : made.run(inputs));
    batch = net.batch;
    const start = performance.now();
    await step();
    return { first: performance.now() - start };
  },
  async run({ seconds }) {
    const start = performance.now();
    let steps = 0;
    do {
      await step();
      steps++;
    } while (performance.now() - start < 1000 * seconds);
    return { samples: steps * batch, seconds: (performance.now() - start) / 1000 };
  },
};

globalThis.onmessage = async ({ data }) => {
  try {
    globalThis.postMessage({ done: await commands[data.name]?.(data) });
  } catch (error) {
    globalThis.postMessage({ failed: error instanceof Error ? error.message : String(error) });
  }
};
