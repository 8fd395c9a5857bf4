import { activationOf, activations, conv2d, dense, dropout, elu, flatten, gelu, globalAveragePooling2d, graph, leakyRelu, maxPooling2d, prelu, randomizedLeakyRelu, relu, relu6, spatialDropout1d, spatialDropout2d, stochasticDepth, type ActivationKind, type Graph, type Kind, type LayerOf } from "@convscope/core";
import { network, useBackend, type Engine, type GradientRule, type NdArray } from "@convscope/nn";
import { expectClose, graphOf, layersByKind, type Placed } from "@convscope/test-kit";
import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { ortEngine } from "../src/engine.ts";
import { importOrt } from "../src/package.node.ts";
import { agrees } from "./agrees.ts";

const activationKinds = Object.keys(activations) as ActivationKind[];
const random = ["dropout", "randomizedLeakyRelu", "spatialDropout1d", "spatialDropout2d", "stochasticDepth"] as const satisfies readonly Kind[];
const rectifiers = ["relu", "relu6"] as const satisfies readonly Kind[];

let [cpu, ort]: [Engine?, Engine?] = [];
beforeAll(async () => {
  cpu = await useBackend("cpu");
  ort = ortEngine(await importOrt(), 1);
});

interface Answer {
  readonly value: readonly number[];
  readonly gradient: readonly number[];
}

/** What an engine makes of a row of numbers, and of a gradient that comes back. */
async function answer(engine: Engine | undefined, net: Graph, x: readonly number[], dy: readonly number[], { rule = "true", training = false }: { readonly rule?: GradientRule; readonly training?: boolean } = {}): Promise<Answer> {
  const row = (numbers: readonly number[]): NdArray => ({ shape: [1, numbers.length], data: Float32Array.from(numbers) });
  const running = await network(net, { engine: engine as Engine, seed: 3 });
  const [inputs, upstream] = [{ input: row(x) }, { layer: row(dy) }];
  const { layer } = await running.run(inputs, { training });
  const { inputs: { input } } = await running.gradients({ inputs, of: { upstream }, withRespectTo: { inputs: ["input"] }, rule, training });
  running.dispose();
  return { value: Array.from(layer?.data ?? []), gradient: Array.from(input?.data ?? []) };
}

describe.each([...new Set([...activationKinds, ...random])])("%s", (kind) => {
  const placed: fc.Arbitrary<Placed> = layersByKind[kind];

  test("has the cpu engine's values and gradients: vectors, sequences, maps", async () => {
    await fc.assert(fc.asyncProperty(placed, fc.integer({ min: 1, max: 3 }), fc.nat(999), fc.boolean(), (one, batch, seed, training) => agrees(graphOf(one), { batch, seed, training })), { numRuns: 10 });
  });
});

describe.each(rectifiers)("%s", (kind) => {
  const placed: fc.Arbitrary<Placed> = layersByKind[kind];

  test.each(["guided", "deconvnet"] as const)("passes gradients by the rule %s as the cpu engine does", async (rule) => {
    await fc.assert(fc.asyncProperty(placed, fc.nat(999), (one, seed) => agrees(graphOf(one), { seed, rule, draw: (u) => 12 * u - 3 })), { numRuns: 10 });
  });
});

test("the guided and deconvnet rules change rectifiers only", async () => {
  const gradient = async (layer: LayerOf<ActivationKind>, rule: GradientRule): Promise<readonly number[]> => (await answer(ort, graph("one", [4], { layer }), [-1, 2, 7, 3], [5, -5, 5, 5], { rule })).gradient;
  expect([await gradient(relu(), "true"), await gradient(relu(), "guided"), await gradient(relu(), "deconvnet")]).toEqual([[0, -5, 5, 5], [0, 0, 5, 5], [5, 0, 5, 5]]);
  expect([await gradient(relu6(), "true"), await gradient(relu6(), "guided"), await gradient(relu6(), "deconvnet")]).toEqual([[0, -5, 0, 5], [0, 0, 0, 5], [5, 0, 5, 5]]);
  expect(await gradient(leakyRelu({ negativeSlope: 0.5 }), "guided")).toEqual([2.5, -5, 5, 5]);
});

/** Far out (beyond these a cube has no float32), at corners, around zero, and down to the smallest normal numbers. */
const ends = [-1e12, -1e4, -500, -104, -89, -21, -20, -18, -3, -1e-3, -1e-20, -1.2e-38, -0, 0, 1.2e-38, 1e-20, 1e-3, 3, 6, 18, 20, 21, 89, 104, 500, 1e4, 1e12];

describe("at the ends of float32", () => {
  const layers: readonly LayerOf<ActivationKind>[] = [
    ...activationKinds.filter((kind) => kind !== "prelu").map((kind) => fc.sample(layersByKind[kind] as fc.Arbitrary<Placed<LayerOf<ActivationKind>>>, { numRuns: 1, seed: 1 })[0]?.layer as LayerOf<ActivationKind>),
    elu({ alpha: 0 }), elu({ alpha: 0.3 }), gelu(), gelu({ approximate: "tanh" }), leakyRelu({ negativeSlope: -0.5 }), prelu({ initialValue: -0.5 }),
  ];

  test.each(layers.map((layer) => ({ name: JSON.stringify(layer), layer })))("$name is its function and its slope", async ({ layer }) => {
    const net = graph("one", [ends.length], { layer });
    const activation = activationOf(layer);
    const dy = ends.map((_, i) => 1 - i / 10);
    const { value, gradient } = await answer(ort, net, ends, dy);
    const x = Array.from(Float32Array.from(ends));
    const jacobian = activation.acts === "row" ? activation.jacobian(x) : [];
    expectClose(value, activation.acts === "row" ? activation.f(x) : x.map((x) => activation.f(x)), { absolute: 2e-6 }, "value");
    expectClose(gradient, x.map((x, j) => (activation.acts === "row" ? jacobian.reduce((sum, line, i) => sum + (line[j] ?? NaN) * (dy[i] ?? NaN), 0) : activation.slope(x) * (dy[j] ?? NaN))), { absolute: 2e-6 }, "gradient");
    const expected = await answer(cpu, net, ends, dy);
    expectClose(value, expected.value, { absolute: 2e-6 }, "value of the cpu engine");
    expectClose(gradient, expected.gradient, { absolute: 2e-6 }, "gradient of the cpu engine");
  });
});

test("a randomised leaky ReLU draws a slope for each negative value in training", async () => {
  const net = graph("one", [6], { layer: randomizedLeakyRelu({ lower: 0.25, upper: 0.75 }) });
  const { value, gradient } = await answer(ort, net, [-1, -1, -1, -1, 1, 2], [1, 1, 1, 1, 1, 3], { training: true });
  expect(gradient.slice(4)).toEqual([1, 3]);
  expect(new Set(gradient.slice(0, 4)).size).toBe(4);
  for (const slope of gradient.slice(0, 4)) expect(slope >= 0.25 && slope < 0.75).toBe(true);
  expect(value).toEqual([...gradient.slice(0, 4).map((slope) => -slope), 1, 2]);
});

/** On the shapes that they take. Rates that are drawn as any number are nearly all close to 0. */
const dropping: { readonly [kind: string]: (rate: number) => Graph } = {
  "dropout of a vector": (rate) => graph("one", [7], { layer: dropout(rate) }),
  "dropout of maps": (rate) => graph("one", [4, 3, 2], { conv: conv2d(3, 1), layer: dropout(rate) }),
  randomizedLeakyRelu: (rate) => graph("one", [4, 3, 2], { conv: conv2d(3, 1), layer: randomizedLeakyRelu({ lower: -rate, upper: rate }) }),
  spatialDropout1d: (rate) => graph("one", [4, 3], { layer: spatialDropout1d(rate) }),
  spatialDropout2d: (rate) => graph("one", [4, 3, 2], { conv: conv2d(3, 1), layer: spatialDropout2d(rate) }),
  "stochasticDepth, each sample": (rate) => graph("one", [4, 3, 2], { conv: conv2d(3, 1), layer: stochasticDepth(rate) }),
  "stochasticDepth, the whole batch": (rate) => graph("one", [4, 3], { layer: stochasticDepth(rate, { mode: "batch" }) }),
};

test.each(Object.keys(dropping))("%s draws what the cpu engine draws", async (name) => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 2, max: 4 }), fc.nat(999), (tenths, batch, seed) => agrees((dropping[name] as (rate: number) => Graph)(tenths / 10), { batch, seed, training: true })), { numRuns: 10 });
});

test("what is dropped follows from the seed, the node and the step, as on the cpu engine", async () => {
  const net = graph("net", [6, 6, 2], {
    drop: dropout(0.4), depth: stochasticDepth(0.5), maps: spatialDropout2d(0.3), leaky: randomizedLeakyRelu(), pool: maxPooling2d(2), flat: flatten(), again: dropout(0.4), slopes: randomizedLeakyRelu(), fc: dense(3),
  });
  await agrees(net, { training: true, batch: 5 });
  await agrees(net, { training: true, batch: 5, seed: 2 });
  await agrees(graph("words", [5, 4], { drop: spatialDropout1d(0.5), whole: stochasticDepth(0.5, { mode: "batch" }), fc: dense(2) }), { training: true, batch: 4 });
  await agrees(graph("all", [4, 4, 2], { drop: dropout(1), depth: stochasticDepth(0), pool: globalAveragePooling2d() }), { training: true });
});
