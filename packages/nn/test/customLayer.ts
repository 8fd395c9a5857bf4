import { custom, dense, graph, relu, type Custom } from "@convscope/core";
import { initialWeights, network, useBackend, type Network } from "@convscope/nn";
import * as tf from "@tensorflow/tfjs-core";

/** Each unit times a number that is learned: [N, units] in and out. */
const gain = (): Custom =>
  custom({
    name: "gain",
    outputShape: ([x = []]) => x,
    weights: ([x = []]) => ({ weight: { shape: x, trainable: true, role: "scale", initial: 1 } }),
    macs: ([x = []]) => x.reduce((a, b) => a * b, 1),
    window: () => ["pointwise"],
    run: ([x]: readonly tf.Tensor[], { weight }) => tf.mul(x as tf.Tensor, weight as tf.Tensor),
  });

const gained = graph("gained", [4], { fc: dense(3), gain: gain(), relu: relu(), out: dense(2) });
export const net: Network = await network(gained, { engine: await useBackend("cpu"), seed: 1 });
console.log(Object.keys(initialWeights(gained)).join(" ")); // fc.weight fc.bias gain.weight out.weight out.bias
