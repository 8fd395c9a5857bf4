// A network of one's own, from its layers to a file of weights: node examples/two-heads.mjs, after npm run build.
import { conv2d, dense, flatten, graph, heads, maxPooling2d, relu, residual, summarize } from "@convscope/core";
import { loadDataset } from "@convscope/datasets";
import { fromTorch, readSafetensors, toTorch, writeSafetensors } from "@convscope/exchange";
import { adam, arrayData, evaluate, fit, network, sparseCategoricalCrossentropy, useBackend } from "@convscope/nn";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

// A residual block behind a convolution, and two answers: which digit, and whether it is odd.
const graphOfTwo = graph("two-heads", [28, 28, 1], {
  stem: [conv2d(16, 5, { strides: 2, padding: "same" }), relu()],
  block: residual([conv2d(16, 3, { padding: "same" }), relu(), conv2d(16, 3, { padding: "same" })]),
  end: [relu(), maxPooling2d(2), flatten()],
  answers: heads({ digit: dense(10), odd: dense(2) }),
});
console.log(`${summarize(graphOfTwo).params.toLocaleString("en")} parameters, outputs ${graphOfTwo.outputs.join(" and ")}`);

// Digits drawn from a seed; one column of targets for each output.
const digits = await loadDataset("strokes", { train: 600, test: 200, seed: 1 });
/** @param {import("@convscope/datasets").Split} split */
const dataOf = ({ shape, images, labels }) =>
  arrayData({
    inputs: { input: { shape, data: images, scale: 1 / 255 } },
    targets: { "answers.digit": { shape: [labels.length], data: labels }, "answers.odd": { shape: [labels.length], data: labels.map((digit) => digit % 2) } },
  });
const [train, test] = [dataOf(digits.train), dataOf(digits.test)];

const loss = { "answers.digit": sparseCategoricalCrossentropy(), "answers.odd": { loss: sparseCategoricalCrossentropy(), weight: 0.5 } };
const engine = await useBackend("auto");
const net = await network(graphOfTwo, { engine, seed: 1 });
await fit(net, train, {
  loss, optimizer: adam({ learningRate: 0.003 }), epochs: 3, batchSize: 50, validation: test,
  callbacks: [{ onEpochEnd: (log) => console.log(`epoch ${log.epoch}: loss ${log.loss.toFixed(2)}, digit ${percent(log["val.answers.digit.accuracy"])}, odd ${percent(log["val.answers.odd.accuracy"])} of test images right`) }],
});

// Into a file that PyTorch reads too, and back into another network.
const file = join(tmpdir(), "two-heads.safetensors");
await writeFile(file, writeSafetensors(toTorch(graphOfTwo, await net.weights())));
const again = await network(graphOfTwo, { engine, weights: fromTorch(graphOfTwo, readSafetensors(await readFile(file), file).tensors) });
const [before, after] = [await evaluate(net, test, { loss }), await evaluate(again, test, { loss })];
console.log(`${file}: loss ${before.loss.toFixed(4)} before, ${after.loss.toFixed(4)} after`);
net.dispose();
again.dispose();

/** @param {number | undefined} share */
function percent(share = 0) {
  return `${(100 * share).toFixed(1)} %`;
}
