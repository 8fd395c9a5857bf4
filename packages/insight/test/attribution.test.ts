import { simd } from "@convscope/backend-simd";
import { batchNormalization, conv2d, dense, flatten, globalAveragePooling2d, graph, maxPooling2d, relu, residual, softmax, type Graph } from "@convscope/core";
import { network, tfjsLoader, useBackend, type Engine, type Network, type NdArray } from "@convscope/nn";
import { golden } from "@convscope/test-kit";
import { beforeAll, expect, test } from "vitest";
import { gradCam, gradCamPlusPlus, gradient, guidedBackprop, inputTimesGradient, integratedGradients, layerCam, occlusion, saliency, scoreCam, type Attribution } from "../src/index.ts";

interface Numbers {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}
type Way = "gradient" | "saliency" | "guided" | "deconvnet" | "inputTimesGradient" | "integratedGradients" | "gradCam" | "gradCamPlusPlus" | "layerCam" | "scoreCam" | "occlusion";
interface Case extends Readonly<Record<Way, Numbers>> {
  readonly name: string;
  readonly weights: Readonly<Record<string, Numbers>>;
  readonly input: Numbers;
  readonly targets: readonly number[];
  readonly scores: Numbers;
  readonly greatest: readonly number[];
}

const { cases } = golden<{ readonly cases: readonly Case[] }>("attribution.json");
const caseOf = (name: string): Case => cases.find((one) => one.name === name) as Case;
const arrayOf = ({ shape, data }: Numbers): NdArray => ({ shape, data: Float32Array.from(data) });

const graphs: Readonly<Record<string, Graph>> = {
  chain: graph("chain", [8, 7, 2], {
    conv1: conv2d(5, 3, { padding: 1 }), relu1: relu(), pool: maxPooling2d(2), conv2: conv2d(4, 3, { padding: 1 }), relu2: relu(), flatten: flatten(), fc: dense(3), softmax: softmax(),
  }),
  residual: graph("residual", [6, 8, 2], {
    conv1: conv2d(4, 3, { padding: 1, useBias: false }), bn1: batchNormalization(), relu1: relu(),
    block: residual({ conv2: conv2d(4, 3, { padding: 1, useBias: false }), bn2: batchNormalization() }, { activation: relu() }),
    pool: globalAveragePooling2d(), fc: dense(3),
  }),
};

const ways: readonly { readonly way: Way; readonly explain: (net: Network, x: NdArray, target: readonly number[]) => Promise<Attribution> }[] = [
  { way: "gradient", explain: (net, x, target) => gradient(net, x, { target }) },
  { way: "saliency", explain: (net, x, target) => saliency(net, x, { target }) },
  { way: "guided", explain: (net, x, target) => guidedBackprop(net, x, { target }) },
  { way: "deconvnet", explain: (net, x, target) => gradient(net, x, { target, rule: "deconvnet" }) },
  { way: "inputTimesGradient", explain: (net, x, target) => inputTimesGradient(net, x, { target }) },
  { way: "integratedGradients", explain: (net, x, target) => integratedGradients(net, x, { target, steps: 20, baseline: 0.25, batchSize: 7 }) },
  { way: "gradCam", explain: (net, x, target) => gradCam(net, x, { target }) },
  { way: "gradCamPlusPlus", explain: (net, x, target) => gradCamPlusPlus(net, x, { target }) },
  { way: "layerCam", explain: (net, x, target) => layerCam(net, x, { target }) },
  { way: "scoreCam", explain: (net, x, target) => scoreCam(net, x, { target, batchSize: 3 }) },
  { way: "occlusion", explain: (net, x, target) => occlusion(net, x, { target, size: 3, stride: 2, fill: 0.5, batchSize: 5 }) },
];

/** The nodes of the block have its name before theirs. */
const ours = (given: Graph, weights: Case["weights"]): Record<string, NdArray> =>
  Object.fromEntries(Object.entries(weights).map(([key, array]) => [given.nodes.some(({ name }) => key.startsWith(`${name}.`)) ? key : `block.${key}`, arrayOf(array)]));

const engines = new Map<string, Engine>();
beforeAll(async () => {
  engines.set("cpu", await useBackend("cpu"));
  engines.set("simd", await useBackend("simd", { engines: [tfjsLoader(simd)], threads: 1 }));
}, 90_000);

test.each(["cpu", "simd"].flatMap((on) => cases.flatMap((one) => ways.map((way) => ({ on, name: one.name, ...way })))))("$way of $name on $on is PyTorch's", async ({ on, name, way, explain }) => {
  const one = caseOf(name);
  const given = graphs[name] as Graph;
  const net = await network(given, { engine: engines.get(on) as Engine, weights: ours(given, one.weights) });
  const found = await explain(net, arrayOf(one.input), one.targets);
  expect(found.targets).toEqual(one.targets);
  found.scores.forEach((score, i) => expect(score).toBeCloseTo(one.scores.data[i * 3 + (one.targets[i] ?? 0)] ?? NaN, 4));
  expect(found.shape).toEqual(one[way].shape);
  const most = Math.max(...one[way].data.map(Math.abs));
  found.data.forEach((value, i) => expect(Math.abs(value - (one[way].data[i] ?? NaN)), `${way} at ${i}`).toBeLessThan(2e-5 * Math.max(most, 1)));
  // Without a target it is the class of the highest score.
  expect((await gradient(net, arrayOf(one.input))).targets).toEqual(one.greatest);
  net.dispose();
});
