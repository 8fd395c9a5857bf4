import { batchNormalization, conv2d, dense, dropout, flatten, graph, heads, maxPooling2d, relu, type Graph } from "@convscope/core";
import { adam, arrayData, capabilities, evaluate, fit, sparseCategoricalCrossentropy, type Arrays, type Batch, type Network, type NdArray, type Objective, type StepOptions } from "../../src/index.ts";

/** A net of two outputs, with dropout and batch normalisation. */
export const small: Graph = graph("small", [8, 8, 1], { conv: conv2d(3, 3), bn: batchNormalization(), relu: relu(), pool: maxPooling2d(2), drop: dropout(0.5), flatten: flatten(), out: heads({ a: dense(2), b: dense(3) }) });
const x: NdArray = { shape: [4, 8, 8, 1], data: Float32Array.from({ length: 256 }, (_, i) => Math.sin(i)) };
const targets: Arrays = { "out.a": { shape: [4], data: Int32Array.of(0, 1, 0, 1) }, "out.b": { shape: [4], data: Int32Array.of(0, 1, 2, 2) } };
/** Four samples of it. */
export const batch: Batch = { inputs: { input: x }, targets };
const loss = sparseCategoricalCrossentropy();
const objective: Objective = { "out.a": { loss, weight: 1 }, "out.b": { loss, weight: 0.3 } };
/** How it learns. */
export const how: StepOptions = { objective, optimizer: adam({ clipNorm: 1 }) };
const data = arrayData({ inputs: { input: x }, targets });
const wrong: Arrays = { ...targets, "out.b": { shape: [4], data: Int32Array.of(0, 1, 2, 3) } };
/** An array of nothing. */
export const zeros = (shape: readonly number[]): NdArray => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });

/** What can be asked of a network, rightly and wrongly. */
export const calls: readonly { readonly name: string; readonly call: (net: Network) => unknown; readonly fails: boolean }[] = [
  { name: "predict", call: (net) => net.predict({ input: x }, { batchSize: 3 }), fails: false },
  { name: "run", call: (net) => net.run({ input: x }, { nodes: ["input", "relu", "out.a", "out.a"] }), fails: false },
  { name: "run as in training", call: (net) => net.run({ input: x }, { training: true }), fails: false },
  { name: "measure", call: (net) => net.measure(batch, objective), fails: false },
  { name: "gradients", call: (net) => net.gradients({ inputs: { input: x }, of: { objective, targets }, withRespectTo: { inputs: ["input"], nodes: ["pool"], weights: ["conv.weight", "out.a.bias"] }, training: true }), fails: false },
  { name: "guided gradients", call: (net) => net.gradients({ inputs: { input: x }, of: { upstream: { "out.b": zeros([4, 3]) } }, withRespectTo: { inputs: ["input"] }, rule: "guided" }), fails: false },
  { name: "a second step", call: (net) => net.step(batch, how), fails: false },
  { name: "a step of some weights", call: (net) => net.step(batch, { ...how, trainable: ["out.a.weight"] }), fails: false },
  { name: "a step in parts, with weights", call: (net) => net.step({ ...batch, weights: { "out.b": { shape: [4], data: Float32Array.of(1, 0, 2, 1) } } }, { ...how, parts: 3 }), fails: false },
  { name: "a step that loses a number", call: (net) => net.step({ ...batch, inputs: { input: { ...x, data: new Float32Array(256).fill(NaN) } } }, { ...how, parts: 2 }), fails: false },
  { name: "weights", call: (net) => net.weights(), fails: false },
  { name: "setWeights", call: async (net) => net.setWeights(await net.weights()), fails: false },
  { name: "optimizerState", call: (net) => net.optimizerState(), fails: false },
  { name: "setOptimizerState", call: async (net) => net.setOptimizerState(await net.optimizerState()), fails: false },
  { name: "fit", call: (net) => fit(net, data, { loss: { "out.a": loss, "out.b": loss }, optimizer: adam(), epochs: 2, batchSize: 3, validation: data }), fails: false },
  { name: "evaluate", call: (net) => evaluate(net, data, { loss: { "out.a": loss, "out.b": loss }, keep: true }), fails: false },
  { name: "capabilities", call: (net) => capabilities(small, net.engine), fails: false },
  { name: "run with a wrong input", call: (net) => net.run({ input: zeros([4, 8, 8, 2]) }), fails: true },
  { name: "run with a wrong node", call: (net) => net.run({ input: x }, { nodes: ["out.a", "no"] }), fails: true },
  { name: "predict with arrays of different lengths", call: (net) => net.predict({ input: { ...x, shape: [5, 8, 8, 1] } }), fails: true },
  { name: "measure with a wrong target", call: (net) => net.measure({ ...batch, targets: wrong }, objective), fails: true },
  { name: "gradients with a wrong target", call: (net) => net.gradients({ inputs: { input: x }, of: { objective, targets: wrong }, withRespectTo: { inputs: ["input"], nodes: ["pool"] }, training: true }), fails: true },
  { name: "gradients with a wrong upstream", call: (net) => net.gradients({ inputs: { input: x }, of: { upstream: { "out.b": zeros([4]) } }, withRespectTo: { weights: ["out.a.bias"] }, training: true }), fails: true },
  { name: "a step with a wrong target", call: (net) => net.step({ ...batch, targets: wrong }, how), fails: true },
  { name: "a step in parts with a wrong target", call: (net) => net.step({ ...batch, targets: wrong }, { ...how, parts: 2 }), fails: true },
  { name: "a step of no weights", call: (net) => net.step(batch, { ...how, trainable: [] }), fails: true },
  { name: "setWeights of a wrong shape", call: (net) => net.setWeights({ "conv.bias": zeros([3]), "out.a.bias": zeros([4]) }), fails: true },
  { name: "setOptimizerState of a wrong shape", call: (net) => net.setOptimizerState({ steps: 1, slots: { "out.a.bias/exp_avg": zeros([2]), "out.a.weight/exp_avg": zeros([2]) }, scalars: {} }), fails: true },
  { name: "fit with a wrong target", call: (net) => fit(net, arrayData({ inputs: { input: x }, targets: wrong }), { loss: { "out.a": loss, "out.b": loss }, optimizer: adam(), epochs: 1 }), fails: true },
];
