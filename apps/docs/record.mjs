/**
 * Records what the lessons of "Looking inside" show of two trained networks, so that a page need not load an engine:
 * `node apps/docs/record.mjs`, after a build; about two minutes. The pictures are drawn by code, and only their places are kept.
 *
 * The finder tells circles, squares and triangles apart; its weights are those of packages/insight/test, whose shapes.test.ts says how they were
 * learned. The autoencoder of drawn digits is trained here.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { simd } from "@convscope/backend-simd";
import { batchNormalization, conv2d, dense, globalMaxPooling2d, graph, maxPooling2d, relu } from "@convscope/core";
import { shapes, strokes } from "@convscope/datasets/pure";
import { readSafetensors } from "@convscope/exchange";
import { featureMaps, filtered, firstFilters, gradCam, guidedBackprop, integratedGradients, kernels, magnitude, maximize, occlusion, overChannels, pca, randomizedWeights, saliency, topPatches, tsne } from "@convscope/insight";
import { model } from "@convscope/models";
import { adam, arrayData, binaryCrossentropy, evaluate, fit, network, sparseCategoricalCrossentropy, tfjsLoader, useBackend } from "@convscope/nn";

/** @typedef {import("@convscope/nn").NdArray} NdArray */
/** @typedef {import("@convscope/nn").Network} Network */

const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });

/**
 * Numbers as bytes: value = byte / 255 · most, or signed byte / 127 · most.
 *
 * @param {NdArray} array
 */
function packed({ shape, data }) {
  const values = Float64Array.from(data);
  const most = values.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 0);
  const signed = values.some((value) => value < 0);
  const bytes = signed ? Int8Array.from(values, (value) => Math.round((127 * value) / (most || 1))) : Uint8Array.from(values, (value) => Math.round((255 * value) / (most || 1)));
  return { shape, most: Number(most.toPrecision(6)), signed, bytes: btoa(Array.from(new Uint8Array(bytes.buffer), (byte) => String.fromCharCode(byte)).join("")) };
}

/** @param {string} name @param {unknown} what */
const keep = (name, what) => writeFileSync(new URL(`src/recorded/${name}.json`, import.meta.url), `${JSON.stringify(what)}\n`);

/** @param {NdArray} array @param {number} from @param {number} count */
function part({ shape, data }, from, count) {
  const size = data.length / (shape[0] ?? 1);
  return { shape: [count, ...shape.slice(1)], data: Float32Array.from(data.slice(from * size, (from + count) * size)) };
}

/** @param {number} filters */
const convolved = (filters) => ({ conv: conv2d(filters, 3, { padding: 1, useBias: false }), bn: batchNormalization(), relu: relu() });
/** @param {number} filters */
const halved = (filters) => ({ unit: convolved(filters), pool: maxPooling2d(2) });
// As in packages/insight/test/shapes.test.ts.
const finder = graph("finder", [32, 32, 3], { one: halved(12), two: halved(24), three: convolved(32), four: convolved(32), most: globalMaxPooling2d(), fc: dense(3) });
const weights = readSafetensors(readFileSync(new URL("../../packages/insight/test/finder.safetensors", import.meta.url))).tensors;
const net = await network(finder, { engine, weights });
const untrained = await network(finder, { engine, seed: 2, init: "torch" });

const samples = 300;
const { test } = shapes({ train: 0, test: samples });
/** @type {NdArray} */
const pictures = { shape: test.shape, data: Float32Array.from(test.images, (value) => value / 255) };
const data = arrayData({ inputs: { input: { shape: test.shape, data: test.images, scale: 1 / 255 } }, targets: { fc: { shape: [samples], data: Int32Array.from(test.labels) } } });
const { metrics } = await evaluate(net, data, { loss: sparseCategoricalCrossentropy() });
console.log(`finder: ${((metrics["accuracy"] ?? NaN) * 100).toFixed(1)} % of ${samples}`);

// Filters, maps, patches and drawn pictures.
const layers = ["one.unit.relu", "two.unit.relu", "three.relu", "four.relu"];
const looked = 3;
const maps = await featureMaps(net, part(pictures, 0, looked), { nodes: layers });
const patches = [];
for (const node of layers) {
  const found = await topPatches(net, data, node, { channels: [0, 1, 2, 3, 4, 5, 6, 7], top: 6 });
  patches.push({ node, channels: found.map(({ channel, patches: list }) => ({ channel, patches: list.map(({ sample, value, row, column, box }) => ({ sample, value: Number(value.toPrecision(4)), row, column, box })) })) });
}
// Before the rectifiers: behind one, a unit that is silent at the start has no slope to climb.
const drawn = [];
for (const [node, channels] of /** @type {const} */ ([["two.unit.bn", [0, 1, 2, 3]], ["three.bn", [0, 1, 2, 3]], ["fc", [0, 1, 2]]])) {
  const { pictures: found, before, after } = await maximize(net, { node, channels, seed: 1, ...(node === "fc" ? {} : { of: "unit" }) });
  drawn.push({ node, channels, pictures: packed(found), before: before.map((value) => Number(value.toPrecision(3))), after: after.map((value) => Number(value.toPrecision(3))) });
}
const { node: first, kernels: learned } = firstFilters(finder, await net.weights());
const { kernels: random } = firstFilters(finder, await untrained.weights());
keep("inside", { accuracy: metrics["accuracy"], samples, first: { node: first, trained: packed(learned), untrained: packed(random) }, maps: maps.map(({ node, maps: values, silent }) => ({ node, maps: packed(values), silent })), patches, drawn });
console.log("inside");

// What speaks for a class.
const explained = part(pictures, 0, 6);
/** @param {Network} of @param {readonly number[]} [target] */
async function attributions(of, target) {
  const asked = { ...(target && { target }) };
  const cam = await gradCam(of, explained, asked);
  /** @param {number} sum @param {number} value */
  const add = (sum, value) => sum + value;
  const path = await integratedGradients(of, explained, asked);
  return {
    targets: cam.targets, scores: cam.scores.map((score) => Number(score.toFixed(3))),
    baselineScores: path.baselineScores.map((score) => Number(score.toFixed(3))), missing: path.completenessErrors.map((error) => Number(error.toFixed(4))),
    maps: { occlusion: packed(await occlusion(of, explained, { ...asked, fill: 0.5 })), saliency: packed(await saliency(of, explained, asked)), "integrated gradients": packed(overChannels(path, add)), "Grad-CAM": packed(cam) },
  };
}
const trained = await attributions(net);
const some = part(pictures, 0, 60);
/** @type {Record<string, { readonly node: string; readonly similarity: number }[]>} */
const sanity = {};
/** @type {Record<string, Parameters<typeof randomizedWeights>[2]>} */
const methods = {
  "saliency": (of, x, options) => saliency(of, x, options),
  "guided backpropagation": async (of, x, options) => overChannels(await guidedBackprop(of, x, options), (most, value) => Math.max(most, Math.abs(value))),
  "Grad-CAM": (of, x, options) => gradCam(of, x, options),
  "edges of the picture": async (of, x, options) => {
    const size = 32 * 32 * 3;
    const steep = Array.from({ length: x.shape[0] ?? 0 }, (_, i) => {
      const one = { shape: [32, 32, 3], data: x.data.slice(i * size, (i + 1) * size) };
      return [...magnitude(filtered(one, kernels["sobel-x"]), filtered(one, kernels["sobel-y"])).data];
    });
    return { ...(await saliency(of, x, options)), shape: x.shape, data: Float32Array.from(steep.flat()) };
  },
};
for (const [name, explain] of Object.entries(methods)) sanity[name] = (await randomizedWeights(net, some, explain)).map(({ node, similarity }) => ({ node, similarity: Number(similarity.toFixed(3)) }));
keep("attributions", { pictures: 6, compared: 60, trained, untrained: await attributions(untrained, trained.targets), sanity });
console.log("attributions", sanity);

// Where the network puts pictures, and where their pixels do.
const features = (await net.run({ input: pictures }, { nodes: ["most"] }))["most"];
if (!features) throw new Error("The node most has no values.");
const flat = { shape: [samples, 32 * 32 * 3], data: pictures.data };
/** The nearest of each, the nearest first. @param {NdArray} vectors */
function nearest({ shape: [n = 0, width = 0], data: values }) {
  /** @param {number} a @param {number} b */
  const distance = (a, b) => {
    let sum = 0;
    for (let at = 0; at < width; at++) sum += ((values[a * width + at] ?? 0) - (values[b * width + at] ?? 0)) ** 2;
    return Math.sqrt(sum);
  };
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => ({ sample: j, distance: distance(i, j) })).filter(({ sample }) => sample !== i).sort((a, b) => a.distance - b.distance).slice(0, 5).map(({ sample, distance: far }) => ({ sample, distance: Number(far.toFixed(2)) })));
}
const spaces = [];
for (const [name, vectors] of /** @type {const} */ ([["pixels", flat], ["features", features]])) {
  const [components, embedded] = [pca(vectors), await tsne(vectors, { seed: 1 })];
  const near = nearest(vectors);
  const same = near.flatMap((list, i) => list.map(({ sample }) => test.labels[sample] === test.labels[i]));
  spaces.push({ name, values: vectors.shape[1], pca: packed(components.points), explained: components.explained.map((share) => Number(share.toFixed(3))), tsne: packed(embedded.points), nearest: near, sameClass: Number((same.filter(Boolean).length / same.length).toFixed(3)) });
}
net.dispose();
untrained.dispose();

// Between two digits: through the latent space, and through the pixels.
const digits = strokes({ train: 4000, test: 100 });
const coder = model("autoencoder_dense");
const auto = await network(coder, { engine, seed: 1 });
const [output = ""] = coder.outputs;
const given = { shape: digits.train.shape, data: digits.train.images, scale: 1 / 255 };
await fit(auto, arrayData({ inputs: { input: given }, targets: { [output]: given } }), { loss: binaryCrossentropy({ from: "probabilities" }), metrics: {}, optimizer: adam({ learningRate: 0.002 }), epochs: 20, batchSize: 64 });
const held = { shape: digits.test.shape, data: Float32Array.from(digits.test.images, (value) => value / 255) };
const back = await auto.predict(held);
const error = held.data.reduce((sum, value, i) => sum + (value - (back.data[i] ?? 0)) ** 2, 0) / held.data.length;
console.log(`autoencoder: mean squared error ${error.toFixed(4)} on test pictures`);
const ends = [0, 1, 3, 4, 7].map((digit) => ({ digit, sample: digits.test.labels.indexOf(digit) }));
const latent = (await auto.run({ input: held }, { nodes: ["latent"] }))["latent"];
if (!latent) throw new Error("The node latent has no values.");
const decoder = graph("decoder", [32], { fc1: dense(64), relu1: relu(), fc2: dense(128), relu2: relu(), fc3: dense(784) });
const all = await auto.weights();
const half = await network(decoder, { engine, weights: Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith("decoder.")).map(([key, value]) => [key.slice("decoder.".length), value])) });
const steps = 9;
const pairs = ends.flatMap((from, i) => ends.slice(i + 1).map((to) => ({ from: from.digit, to: to.digit, a: part(latent, from.sample, 1).data, b: part(latent, to.sample, 1).data })));
const codes = Float32Array.from(pairs.flatMap(({ a, b }) => Array.from({ length: steps }, (_, k) => Array.from(a, (value, j) => value + (k / (steps - 1)) * ((b[j] ?? 0) - value))).flat()));
const between = await half.predict({ shape: [pairs.length * steps, 32], data: codes });
/** @param {number} score */
const sigmoid = (score) => 1 / (1 + Math.exp(-score));
keep("latent", {
  samples, spaces,
  autoencoder: { error: Number(error.toFixed(4)), latent: 32, steps, ends: ends.map(({ digit, sample }) => ({ digit, picture: packed(part(held, sample, 1)), back: packed(part(back, sample, 1)) })), pairs: pairs.map(({ from, to }) => [from, to]), between: packed({ shape: [pairs.length, steps, 28, 28], data: Float32Array.from(between.data, sigmoid) }) },
});
console.log("latent", spaces.map(({ name, sameClass, explained: shares }) => `${name} ${sameClass} ${shares.join(" ")}`));
