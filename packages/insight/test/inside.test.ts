import { batchNormalization, conv2d, dense, dropout, flatten, globalAveragePooling2d, graph, maxPooling2d, relu, softmax, tanh, type Graph } from "@convscope/core";
import { arrayData, binaryCrossentropy, network, randomOf, sparseCategoricalCrossentropy, useBackend, type Engine, type NdArray, type Network } from "@convscope/nn";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { activity, ask, effectiveField, featureMaps, featureNode, firstFilters, gradCam, gradientNorms, gradient, integratedGradients, mapNode, maximize, mostConfused, occlusion, pca, randomizedWeights, reconstructions, saliency, smoothGrad, topLosses, topPatches, tsne, worksheet, type MaximizeOptions } from "../src/index.ts";
import { goalOf } from "../src/goal.ts";
import { back, shifted } from "../src/shift.ts";

let engine: Engine;
beforeAll(async () => {
  engine = await useBackend("cpu");
}, 90_000);

const small: Graph = graph("small", [9, 9, 1], { conv1: conv2d(3, 3), relu1: relu(), pool1: maxPooling2d(2), conv2: conv2d(4, 2), relu2: relu(), flatten: flatten(), fc: dense(3), softmax: softmax() });
const noise = (shape: readonly number[], seed = 1): NdArray => ({ shape, data: randomOf(seed, "noise").normals(shape.reduce((a, b) => a * b, 1)) });
const netOf = (given: Graph = small, seed = 4): Promise<Network> => network(given, { engine, seed });

test("a linear network's integrated gradients are complete whatever the steps, and are input × weight", async () => {
  const net = await netOf(graph("linear", [4, 4, 2], { conv: conv2d(3, 2), flatten: flatten(), fc: dense(2) }));
  const x = noise([3, 4, 4, 2]);
  for (const steps of [1, 7]) {
    const { completenessErrors, data, scores, baselineScores } = await integratedGradients(net, x, { steps });
    for (const error of completenessErrors) expect(Math.abs(error)).toBeLessThan(1e-5);
    const sum = data.subarray(0, 32).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo((scores[0] ?? NaN) - (baselineScores[0] ?? NaN), 5);
  }
});

test("with kinks the error of completeness falls with the steps", async () => {
  const net = await netOf();
  const x = noise([2, 9, 9, 1]);
  const worst = async (steps: number): Promise<number> => Math.max(...(await integratedGradients(net, x, { steps, baseline: 0.3 })).completenessErrors.map(Math.abs));
  const [few, many] = [await worst(2), await worst(256)];
  expect(many).toBeLessThan(few / 8);
  expect(many).toBeLessThan(5e-3);
});

test("SmoothGrad without noise is the gradient, and with noise the same again for the same seed", async () => {
  const net = await netOf();
  const x = noise([2, 9, 9, 1]);
  const plain = await gradient(net, x);
  (await smoothGrad(net, x, { noise: 0, copies: 3 })).data.forEach((value, i) => expect(value).toBeCloseTo(plain.data[i] ?? NaN, 6));
  const noisy = await smoothGrad(net, x, { seed: 2, copies: 5, batchSize: 3 });
  expect(await smoothGrad(net, x, { seed: 2, copies: 5, batchSize: 4 })).toEqual(noisy);
  expect((await smoothGrad(net, x, { seed: 3, copies: 5 })).data).not.toEqual(noisy.data);
});

test("scores are what goes into a softmax, and maps those of the last rectifier", async () => {
  const net = await netOf();
  const asked = await ask(net, noise([2, 9, 9, 1]));
  expect(asked).toMatchObject({ input: "input", node: "fc", shape: [3] });
  const logits = (await net.run({ input: noise([2, 9, 9, 1]) }, { nodes: ["fc"] }))["fc"]?.data ?? [];
  asked.scores.forEach((score, i) => expect(score).toBe(Math.max(...Array.from(logits).slice(3 * i, 3 * i + 3))));
  expect(mapNode(small, "fc")).toBe("relu2");
  expect((await gradCam(net, noise([1, 9, 9, 1]))).layer).toBe("relu2");
  expect(featureNode(graph("dropped", [4], { fc1: dense(3), relu: relu(), drop: dropout(0.5), fc2: dense(2) }), "fc2")).toBe("relu");
  expect(featureNode(graph("shallow", [4], { fc: dense(2) }), "fc")).toBe("fc");
});

test("a pixel outside the field of everything asked gets nothing", async () => {
  // The dense layer sees rows and columns 0 … 7 alone: the pool leaves the last ones out.
  const net = await netOf();
  const { data } = await saliency(net, noise([1, 9, 9, 1]));
  const edge = Array.from({ length: 9 }, (_, i) => [data[8 * 9 + i], data[9 * i + 8]]).flat();
  expect(edge).toEqual(edge.map(() => 0));
  expect(data.some((value) => value > 0)).toBe(true);
});

test("an effective field lies within the theoretical one and is narrower; a misplaced window would be seen", async () => {
  const deep = graph("deep", [21, 21, 1], { ...Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`conv${i}`, conv2d(4, 3, { padding: 1 })])) });
  const found = await effectiveField(await netOf(deep), "conv4", { count: 6 });
  expect(found.seen).toEqual([{ from: 5, to: 15 }, { from: 5, to: 15 }]);
  expect(found.outside).toBe(0);
  expect(found.size).toBeGreaterThan(4);
  expect(found.size).toBeLessThan(11);
  const corner = await effectiveField(await netOf(deep), "conv1", { unit: [0, 20], count: 3 });
  expect(corner).toMatchObject({ seen: [{ from: 0, to: 2 }, { from: 18, to: 20 }], outside: 0 });
  await expect(effectiveField(await netOf(), "fc")).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: small: there is no node with maps "fc". Known: conv1, relu1, pool1, conv2, relu2.]`);
});

test("occlusion finds the only pixels that matter", async () => {
  const net = await netOf(graph("corner", [6, 6, 1], { flatten: flatten(), fc: dense(2, { useBias: false }) }));
  const weight = new Float32Array(72);
  weight[2 * 7] = 1;
  await net.setWeights({ "fc.weight": { shape: [36, 2], data: weight } });
  const { data } = await occlusion(net, { shape: [1, 6, 6, 1], data: new Float32Array(36).fill(2) }, { target: 0, size: 1 });
  expect(Array.from(data)).toEqual(Array.from({ length: 36 }, (_, at) => (at === 7 ? 2 : 0)));
});

test("random weights make Grad-CAM differ", async () => {
  const net = await netOf();
  const before = await net.weights();
  const steps = await randomizedWeights(net, noise([4, 9, 9, 1]), (own, x, options) => gradCam(own, x, options));
  expect(steps.map(({ node }) => node)).toEqual(["fc", "conv2", "conv1"]);
  for (const { similarity } of steps) expect(Math.abs(similarity)).toBeLessThan(0.95);
  expect(await net.weights()).toEqual(before);
});

test("the strongest patch of a channel is where brute force finds it, and its reconstruction stays in its field", async () => {
  const net = await netOf();
  const samples = noise([10, 9, 9, 1], 3);
  const data = arrayData({ inputs: { input: samples }, targets: { softmax: { shape: [10], data: new Int32Array(10) } } });
  const [first, second] = await topPatches(net, data, "relu2", { channels: [2, 0], top: 3, batchSize: 4 });
  const values = (await net.run({ input: samples }, { nodes: ["relu2"] }))["relu2"] as NdArray;
  const [, height = 0, width = 0, count = 0] = values.shape;
  const best = Array.from({ length: 10 }, (_, i) => Math.max(...Array.from({ length: height * width }, (__, place) => values.data[(i * height * width + place) * count + 2] ?? 0)));
  expect(first?.patches.map(({ value }) => value)).toEqual(best.toSorted((a, b) => b - a).slice(0, 3));
  expect(second?.channel).toBe(0);
  const [patch] = first?.patches ?? [];
  if (!patch) throw new Error("no patch");
  expect(best[patch.sample]).toBe(patch.value);
  expect(patch.box).toEqual({ top: 2 * patch.row, bottom: 2 * patch.row + 5, left: 2 * patch.column, right: 2 * patch.column + 5 });
  const { data: drawn } = await reconstructions(net, "relu2", 2, [patch]);
  drawn.forEach((value, at) => {
    const [y, x] = [Math.floor(at / 9), at % 9];
    if (y < patch.box.top || y > patch.box.bottom || x < patch.box.left || x > patch.box.right) expect(value).toBe(0);
  });
});

test.each(["fourier", "pixels"] as const)("ascent by %s excites what it is for", async (parameterization) => {
  const net = await netOf();
  const found = await maximize(net, { node: "conv2", channels: [1, 3], steps: 30, learningRate: 0.1, parameterization, seed: 5 });
  expect(found.pictures.shape).toEqual([2, 9, 9, 1]);
  found.after.forEach((value, i) => expect(value).toBeGreaterThan((found.before[i] ?? 0) + 0.05));
  found.pictures.data.forEach((value) => expect(value >= 0 && value <= 1).toBe(true));
  expect(await maximize(net, { node: "conv2", channels: [1, 3], steps: 30, learningRate: 0.1, parameterization, seed: 5 })).toEqual(found);
});

test.each(["channel", "unit"] as const)("the slopes of ascent towards a %s are those of finite differences, shift, mean and deviation included", async (of) => {
  const net = await netOf(graph("one", [5, 4, 2], { conv: conv2d(3, 2), squash: tanh() }));
  const goal = goalOf(net, { node: "squash", channels: [2, 0], of, mean: [0.4, 0.5], deviation: [0.2, 0.3] });
  const pictures = noise([2, 5, 4, 2], 6);
  const shift = [3, -2] as const;
  const { data: slopes } = shifted(await goal.slopes(shifted(pictures, shift)), back(shift));
  const answered = async (at: number, by: number): Promise<number> => {
    const data = Float32Array.from(pictures.data);
    data[at] = (data[at] ?? 0) + by;
    return (await goal.answers(shifted({ ...pictures, data }, shift)))[Math.floor(at / 40)] ?? NaN;
  };
  for (const [at, slope] of slopes.entries()) expect(slope).toBeCloseTo(((await answered(at, 0.01)) - (await answered(at, -0.01))) / 0.02, 3);
  expect(Math.max(...slopes.map(Math.abs))).toBeGreaterThan(0.1);
});

test("where a net looks the same everywhere, shifts change nothing", async () => {
  const net = await netOf(graph("even", [8, 6, 2], { conv: conv2d(3, 1), squash: tanh(), mean: globalAveragePooling2d() }));
  const drawn = (jitter: number, parameterization: "fourier" | "pixels"): Promise<unknown> => maximize(net, { channels: [0, 2], steps: 20, jitter, parameterization }).then(({ pictures }) => pictures);
  for (const form of ["fourier", "pixels"] as const) expect(await drawn(3, form)).toEqual(await drawn(0, form));
});

test("a shift moves round the ring, and is undone by its inverse", () => {
  const picture: NdArray = { shape: [1, 2, 3, 1], data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  expect([...shifted(picture, [1, 0]).data]).toEqual([4, 5, 6, 1, 2, 3]);
  expect([...shifted(picture, [0, -1]).data]).toEqual([2, 3, 1, 5, 6, 4]);
  fc.assert(fc.property(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), (down, right) => {
    const pictures = noise([2, 4, 5, 3]);
    expect(shifted(shifted(pictures, [down, right]), back([down, right]))).toEqual(pictures);
  }));
});

test("what counts against a picture makes it smoother, and greyer", async () => {
  const net = await netOf();
  const drawn = async (options: MaximizeOptions): Promise<Float32Array> => (await maximize(net, { channels: [1], steps: 40, parameterization: "pixels", jitter: 0, ...options })).pictures.data as Float32Array;
  const rough = (data: Float32Array): number => data.reduce((sum, pixel, at) => sum + (pixel - (data[at % 9 === 8 ? at - 8 : at + 1] ?? 0)) ** 2 + (pixel - (data[(at + 9) % 81] ?? 0)) ** 2, 0);
  const far = (data: Float32Array): number => data.reduce((sum, pixel) => sum + (pixel - 0.5) ** 2, 0);
  const free = await drawn({});
  expect(rough(await drawn({ totalVariation: 1 }))).toBeLessThan(rough(free) / 4);
  expect(far(await drawn({ l2: 1 }))).toBeLessThan(far(free) / 4);
});

test("feature maps, silent channels and first filters", async () => {
  const net = await netOf();
  await net.setWeights({ "conv1.bias": { shape: [3], data: Float32Array.of(-100, 0, 0) } });
  const maps = await featureMaps(net, noise([2, 9, 9, 1]));
  expect(maps.map(({ node, maps: { shape } }) => [node, ...shape])).toEqual([["conv1", 2, 7, 7, 3], ["relu1", 2, 7, 7, 3], ["pool1", 2, 3, 3, 3], ["conv2", 2, 2, 2, 4], ["relu2", 2, 2, 2, 4]]);
  expect(maps[1]?.silent).toEqual([0]);
  expect(firstFilters(small, await net.weights()).kernels.shape).toEqual([3, 3, 1, 3]);
  await expect(featureMaps(net, noise([1, 9, 9, 1]), { nodes: ["fc"] })).rejects.toThrowErrorMatchingInlineSnapshot(`[GraphError: small: there is no node with maps "fc". Known: conv1, relu1, pool1, conv2, relu2.]`);
  const data = arrayData({ inputs: { input: noise([5, 9, 9, 1]) }, targets: { softmax: { shape: [5], data: new Int32Array(5) } } });
  const [first] = await activity(net, data, { batchSize: 2 });
  expect(first?.node).toBe("relu1");
  expect(first?.dead).toEqual([0]);
});

test("a worksheet's derivatives are those of central differences, and the weights stay", async () => {
  const given = graph("paper", [3, 3, 1], { conv: conv2d(2, 2), tanh: tanh(), flatten: flatten(), fc: dense(1) });
  const net = await netOf(given);
  const before = await net.weights();
  const batch = { inputs: { input: noise([2, 3, 3, 1]) }, targets: { fc: { shape: [2, 1], data: Float32Array.of(1, 0) } } };
  const sheet = await worksheet(net, batch, { fc: { loss: binaryCrossentropy(), weight: 1 } });
  expect(sheet.rows.map(({ kind, name }) => `${kind} ${name}`)).toEqual(["input input", "weight conv.weight", "weight conv.bias", "node conv", "node tanh", "node flatten", "weight fc.weight", "weight fc.bias", "node fc"]);
  expect(sheet.disagreement).toBeLessThan(0.01);
  expect(await net.weights()).toEqual(before);
  // Logistic regression's ∂L/∂z = (a − y) / N.
  const last = sheet.rows.at(-1);
  last?.gradient.data.forEach((slope, i) => expect(slope).toBeCloseTo((1 / (1 + Math.exp(-(last.value.data[i] ?? 0))) - (i === 0 ? 1 : 0)) / 2, 5));
});

test("gradient norms of each layer are those of its arrays", async () => {
  const net = await netOf(graph("norms", [4, 4, 1], { conv: conv2d(2, 3), bn: batchNormalization(), flatten: flatten(), fc: dense(3) }));
  const batch = { inputs: { input: noise([6, 4, 4, 1]) }, targets: { fc: { shape: [6], data: Int32Array.of(0, 1, 2, 0, 1, 2) } } };
  const objective = { fc: { loss: sparseCategoricalCrossentropy(), weight: 1 } };
  const norms = await gradientNorms(net, batch, objective);
  expect(norms.map(({ node }) => node)).toEqual(["conv", "bn", "fc"]);
  const { weights } = await net.gradients({ inputs: batch.inputs, of: { objective, targets: batch.targets }, withRespectTo: { weights: ["fc.weight", "fc.bias"] }, training: true });
  const squares = Object.values(weights).flatMap(({ data }) => Array.from(data)).reduce((sum, value) => sum + value * value, 0);
  expect(norms[2]?.gradient).toBeCloseTo(Math.sqrt(squares), 6);
});

test("principal components of points on a line, and groups that t-SNE keeps together", async () => {
  const line: NdArray = { shape: [5, 3], data: Float32Array.from([-2, -1, 0, 1, 2].flatMap((t) => [3 * t, -4 * t, 7])) };
  const { points, explained } = pca(line, { dimensions: 2 });
  expect(explained[0]).toBeCloseTo(1, 6);
  expect(Array.from(points.data).filter((_, i) => i % 2 === 0)).toEqual([10, 5, 0, -5, -10].map((value) => expect.closeTo(value, 4)));
  const random = randomOf(1, "groups");
  const groups: NdArray = { shape: [60, 10], data: Float32Array.from({ length: 600 }, (_, at) => 20 * Number(at % 10 === Math.floor(at / 200)) + random.normal()) };
  const { points: { data } } = await tsne(groups, { perplexity: 10, steps: 200, seed: 1 });
  const distance = (i: number, j: number): number => Math.hypot((data[2 * i] ?? 0) - (data[2 * j] ?? 0), (data[2 * i + 1] ?? 0) - (data[2 * j + 1] ?? 0));
  for (let i = 0; i < 60; i++) {
    const nearest = Array.from({ length: 60 }, (_, j) => j).filter((j) => j !== i).reduce((best, j) => (distance(i, j) < distance(i, best) ? j : best));
    expect(Math.floor(nearest / 20)).toBe(Math.floor(i / 20));
  }
  await expect(tsne({ shape: [2, 2], data: new Float32Array(4) })).rejects.toThrowErrorMatchingInlineSnapshot(`[RangeError: tsne: vectors must be [N, D] with N ≥ 4. Received [2, 2].]`);
});

test("top losses and what is confused most", () => {
  const logits: NdArray = { shape: [4, 3], data: Float32Array.of(4, 0, 0, 0, 0, 2, 0, 5, 0, 1, 1, 1) };
  const found = topLosses(logits, [0, 0, 2, 1], { top: 2 });
  expect(found.map(({ sample, predicted }) => [sample, predicted])).toEqual([[2, 1], [1, 2]]);
  expect(found[0]?.loss).toBeCloseTo(Math.log(2 + Math.exp(5)), 6);
  expect(mostConfused([[5, 2, 0], [1, 7, 3], [0, 0, 9]], 2)).toEqual([{ label: 1, predicted: 2, count: 3, share: 3 / 11 }, { label: 0, predicted: 1, count: 2, share: 2 / 7 }]);
});
