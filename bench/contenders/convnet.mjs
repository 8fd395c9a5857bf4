/** ConvNetJS 0.3.0: plain JavaScript, one sample at a time, the weights updated after each batch. */
import { createRequire } from "node:module";
import { netsNamed } from "../nets.mjs";
import { serve, Unable } from "../protocol.mjs";
import { samples } from "../samples.mjs";
import { version } from "../version.mjs";

const require = createRequire(import.meta.url);
const convnetjs = require("convnetjs");

const layers = [
  { type: "input", out_sx: 28, out_sy: 28, out_depth: 1 },
  { type: "conv", sx: 3, filters: 32, stride: 1, pad: 1, activation: "relu" },
  { type: "pool", sx: 2, stride: 2 },
  { type: "conv", sx: 3, filters: 64, stride: 1, pad: 1, activation: "relu" },
  { type: "pool", sx: 2, stride: 2 },
  { type: "fc", num_neurons: 64, activation: "relu" },
  { type: "softmax", num_classes: 10 },
];

serve({
  version: version("convnetjs"),
  async load({ net: name, mode }) {
    if (name !== "W1") throw new Unable("no batch normalisation");
    const [net] = netsNamed([name]);
    const { data, labels } = samples(net);
    const made = new convnetjs.Net();
    made.makeLayers(layers);
    const size = 28 * 28;
    const pictures = Array.from({ length: net.batch }, (_, i) => {
      const picture = new convnetjs.Vol(28, 28, 1, 0);
      picture.w.set(data.subarray(i * size, (i + 1) * size));
      return picture;
    });
    if (mode === "infer") return { step: () => pictures.forEach((picture) => made.forward(picture)) };
    const trainer = new convnetjs.Trainer(made, { method: "adadelta", batch_size: net.batch });
    return { step: () => pictures.forEach((picture, i) => trainer.train(picture, labels[i])) };
  },
});
