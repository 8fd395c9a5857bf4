/** Convscope: the net through `@convscope/nn`, as a user trains it. Arguments: the backend. */
import { ort } from "../../packages/engine-ort/dist/index.js";
import { adam, network, sparseCategoricalCrossentropy, tfjsLoader, useBackend } from "../../packages/nn/dist/index.js";
import { simdModule } from "../backends.mjs";
import { netsNamed } from "../nets.mjs";
import { serve } from "../protocol.mjs";
import { samples } from "../samples.mjs";

const [, , backend = "simd"] = process.argv;

/** @param {number} threads */
const open = async (threads) => {
  if (backend === "simd") return useBackend("simd", { engines: [tfjsLoader((await simdModule()).simd)], threads });
  return backend === "ort" ? useBackend("ort", { engines: [ort], threads }) : useBackend(backend);
};

serve({
  version: "built from this folder",
  async load({ net: name, mode, threads }) {
    const [net] = netsNamed([name]);
    const engine = await open(threads);
    const made = await network(net.graph(), { engine, seed: 1 });
    const { shape, data, labels } = samples(net);
    const x = { shape, data };
    if (mode === "infer") return { step: () => made.predict(x, { batchSize: net.batch }) };
    const [input = ""] = Object.keys(made.graph.inputs);
    const [output = ""] = made.graph.outputs;
    const batch = { inputs: { [input]: x }, targets: { [output]: { shape: [net.batch], data: labels } } };
    const how = { objective: { [output]: { loss: sparseCategoricalCrossentropy(), weight: 1 } }, optimizer: adam() };
    return { step: () => made.step(batch, how) };
  },
});
