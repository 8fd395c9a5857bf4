import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { simd } from "@convscope/backend-simd";
import { batchNormalization, conv2d, dense, globalMaxPooling2d, graph, maxPooling2d, relu, type Block } from "@convscope/core";
import { shapes, size, type Split } from "@convscope/datasets";
import { readSafetensors, writeSafetensors } from "@convscope/exchange";
import { adam, arrayData, cosine, evaluate, fit, network, sparseCategoricalCrossentropy, tfjsLoader, useBackend, type Data, type Engine, type NdArray, type Network } from "@convscope/nn";
import { beforeAll, describe, expect, test } from "vitest";
import { ask, gradCam, gradCamPlusPlus, layerCam, randomizedWeights, resized, type Attribution } from "../src/index.ts";

const convolved = (filters: number): Block => ({ conv: conv2d(filters, 3, { padding: 1, useBias: false }), bn: batchNormalization(), relu: relu() });
const halved = (filters: number): Block => ({ unit: convolved(filters), pool: maxPooling2d(2) });
// A maximum over the places makes one place answer for the class. With a mean as many places as possible would, those behind the figure too.
const finder = graph("finder", [32, 32, 3], { one: halved(12), two: halved(24), three: convolved(32), four: convolved(32), most: globalMaxPooling2d(), fc: dense(3) });

const side = 32;
const { test: shown } = shapes({ train: 0, test: 300 });
const boxes = shown.boxes ?? new Float32Array();
const pictures: NdArray = { shape: shown.shape, data: Float32Array.from(shown.images, (value) => value / 255) };
/** The first of them, for what runs the network many times. */
const some: NdArray = { shape: [100, side, side, 3], data: pictures.data.subarray(0, 100 * side * side * 3) };

const loss = sparseCategoricalCrossentropy();
const dataOf = (split: Split): Data => arrayData({ inputs: { input: { shape: split.shape, data: split.images, scale: 1 / 255 } }, targets: { fc: { shape: [size(split)], data: split.labels } } });

/** The network that has learned from 3,000 pictures. Its weights are kept; without their file it learns anew, in about a minute, and they are written. */
async function learned(engine: Engine): Promise<Network> {
  const file = new URL("finder.safetensors", import.meta.url);
  if (existsSync(file)) return network(finder, { engine, weights: readSafetensors(readFileSync(file)).tensors });
  const net = await network(finder, { engine, seed: 1, init: "torch" });
  await fit(net, dataOf(shapes({ train: 3000, test: 0 }).train), { loss, optimizer: adam({ learningRate: 0.002 }), schedule: cosine(), epochs: 14, batchSize: 16 });
  writeFileSync(file, writeSafetensors(await net.weights(), { made: "by shapes.test.ts, which trains it where this file is missing" }));
  return net;
}

let trained: Network;
let untrained: Network;
beforeAll(async () => {
  const engine = await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 });
  trained = await learned(engine);
  untrained = await network(finder, { engine, seed: 2, init: "torch" });
}, 300_000);

/**
 * How much of a map's top mass lies in the figure's box, the mean over the pictures. The map is enlarged to the picture; its top mass are the
 * values of at least half its greatest. A map that is 0 everywhere counts as 0.
 */
function inBoxes(map: Attribution): number {
  const { data: values } = resized(map, side, side);
  const shares = map.targets.map((_, i) => {
    const own = values.subarray(i * side * side, (i + 1) * side * side);
    const [left = 0, top = 0, right = 0, bottom = 0] = boxes.subarray(4 * i, 4 * i + 4);
    const least = Math.max(...own) / 2;
    let [inside, all] = [0, 0];
    own.forEach((value, at) => {
      if (value < least || value === 0) return;
      const [y, x] = [Math.floor(at / side), at % side];
      all += value;
      if (y >= top && y < bottom && x >= left && x < right) inside += value;
    });
    return all === 0 ? 0 : inside / all;
  });
  return shares.reduce((a, b) => a + b, 0) / shares.length;
}

test("the share in the box of a map that knows where it is, of one that knows nothing, and of none", () => {
  const of = (value: (i: number, y: number, x: number) => number): Attribution => ({
    shape: [300, side, side], targets: new Array<number>(300).fill(0), scores: [],
    data: Float32Array.from({ length: 300 * side * side }, (_, at) => value(Math.floor(at / side / side), Math.floor(at / side) % side, at % side)),
  });
  const inBox = (i: number, y: number, x: number): boolean => x >= (boxes[4 * i] ?? 0) && y >= (boxes[4 * i + 1] ?? 0) && x < (boxes[4 * i + 2] ?? 0) && y < (boxes[4 * i + 3] ?? 0);
  expect(inBoxes(of((...at) => Number(inBox(...at))))).toBe(1);
  expect(inBoxes(of((...at) => (inBox(...at) ? 0.4 : 1)))).toBe(0);
  expect(inBoxes(of(() => 0))).toBe(0);
  // A figure's box is 28 % of its picture.
  expect(inBoxes(of(() => 1))).toBeCloseTo(0.28, 2);
});

test("the network tells circles, squares and triangles apart", async () => {
  expect((await evaluate(trained, dataOf(shown), { loss })).metrics["accuracy"]).toBeGreaterThan(0.97);
  expect((await evaluate(untrained, dataOf(shown), { loss })).metrics["accuracy"]).toBeLessThan(0.5);
});

// What the untrained network answers to most is often the figure, which is brighter or darker than all else: LayerCAM, which looks at single places, finds that.
describe.each([
  { name: "gradCam", explain: gradCam, untrainedAtMost: 0.5 },
  { name: "gradCamPlusPlus", explain: gradCamPlusPlus, untrainedAtMost: 0.5 },
  { name: "layerCam", explain: layerCam, untrainedAtMost: 0.65 },
])("$name", ({ explain, untrainedAtMost }) => {
  test("has 80 % of its top mass in the box of a figure that nobody has shown to the network, and not without training", async () => {
    const found = await explain(trained, pictures);
    expect(found.layer).toBe("four.relu");
    expect(inBoxes(found)).toBeGreaterThan(0.8);
    expect(inBoxes(await explain(untrained, pictures, { target: found.targets }))).toBeLessThan(untrainedAtMost);
  });

  test("depends on what was learned: the fewer of the weights are left, the less of the map, and with none it is another", async () => {
    const steps = await randomizedWeights(trained, some, (net, x, options) => explain(net, x, options));
    expect(steps.map(({ node }) => node)).toEqual(["fc", "four.bn", "four.conv", "three.bn", "three.conv", "two.unit.bn", "two.unit.conv", "one.unit.bn", "one.unit.conv"]);
    const [scores = NaN, , four = NaN, , three = NaN, , , , none = NaN] = steps.map(({ similarity }) => similarity);
    expect(scores).toBeLessThan(0.95);
    expect(four).toBeLessThan(scores - 0.2);
    expect(three).toBeLessThan(four);
    expect(Math.abs(none)).toBeLessThan(0.15);
  });
});

test("what does not depend on the weights is caught: the picture itself, taken for an explanation, stays the same", async () => {
  const steps = await randomizedWeights(trained, some, async (net, x, options) => ({ ...(await ask(net, x, options)), shape: x.shape, data: Float32Array.from(x.data) }));
  for (const { similarity } of steps) expect(similarity).toBeCloseTo(1, 6);
});
