import { graphFromTfjs, readTorch } from "@convscope/exchange";
import { readZip } from "../../../packages/files/src/index.ts";
import { zipOf } from "../../../packages/test-kit/src/archives.ts";
import { damaged } from "../damage.mjs";
import { misspelt, reshaped } from "../misspell.mjs";
import { goldenBytes, utf8 } from "../seeds.mjs";

/** @typedef {import("../random.mjs").Random} Random */

const archives = () => goldenBytes("torch/net.pth", "torch/checkpoint.pth", "torch/tensors.pth", "torch/tensors_protocol4.pth");
const legacy = () => goldenBytes("torch/net_legacy.pth", "torch/checkpoint_legacy.pth", "torch/tensors_legacy.pth");

/** An archive with its pickle damaged and its checksums right. @param {Random} random */
function repickled(random) {
  const files = readZip(random.pick(archives()), { maxEntries: 1_000, maxBytes: 1_000_000, maxTotal: 1_000_000 });
  return zipOf([...files].map(([name, content]) => ({ name, method: 0, content: name.endsWith("data.pkl") ? damaged([content()], random) : content() })));
}

const layer = (/** @type {string} */ className, /** @type {object} */ config) => ({ class_name: className, config });
const model = utf8(
  JSON.stringify({
    format: "layers-model", generatedBy: "keras v2.15.0",
    modelTopology: {
      class_name: "Sequential",
      config: {
        name: "made",
        layers: [
          layer("Conv2D", { name: "c", batch_input_shape: [null, 8, 8, 3], filters: 4, kernel_size: [3, 3], strides: [1, 1], padding: "same", activation: "relu", use_bias: true }),
          layer("MaxPooling2D", { name: "p", pool_size: [2, 2], strides: [2, 2], padding: "valid" }),
          layer("Flatten", { name: "f" }),
          layer("Dense", { name: "d", units: 3, activation: "softmax", use_bias: true }),
        ],
      },
    },
    weightsManifest: [{ paths: ["w.bin"], weights: [{ name: "c/kernel", shape: [3, 3, 3, 4], dtype: "float32" }, { name: "c/bias", shape: [4], dtype: "float32" }, { name: "d/kernel", shape: [64, 3], dtype: "float32" }, { name: "d/bias", shape: [3], dtype: "float32" }] }],
  }),
);

/** @type {import("../parsers.mjs").Parsers} */
export const weights = {
  "torch-archive": async () => ({ good: archives(), vary: (random) => (random.chance(0.6) ? repickled(random) : damaged(archives(), random)), subject: /^made/, read: async (bytes) => readTorch(bytes, "made") }),
  "torch-legacy": async () => ({ good: legacy(), vary: (random) => damaged(legacy(), random), subject: /^made/, read: async (bytes) => readTorch(bytes, "made") }),
  "tfjs-model": async () => ({ good: [model], vary: (random) => (random.chance(0.8) ? reshaped([model], random) : misspelt([model], random)), subject: /made/, read: async (bytes) => graphFromTfjs(new TextDecoder().decode(bytes), { file: "made" }) }),
};
