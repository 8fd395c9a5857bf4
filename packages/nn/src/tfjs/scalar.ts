import { GraphError } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Arrays } from "../array.ts";
import type { Objective } from "../engine.ts";
import { checkSize } from "../inputs.ts";
import { checkTarget } from "../losses/index.ts";
import type { TensorMap } from "./forward.ts";
import { lossValue } from "./losses/table.ts";
import { toFloats, toTensor } from "./tensors.ts";

/** The loss of each output that has one, and the weighted sum of them; factors are of samples, by output. */
export function lossesOf(objective: Objective, values: TensorMap, targets: Arrays, factors: Arrays = {}): { readonly sum: tf.Scalar; readonly each: readonly tf.Scalar[] } {
  const each = Object.entries(objective).map(([name, { loss }]) => {
    const target = targets[name];
    if (!target) throw new GraphError(`every output with a loss must have a target. Received ${Object.keys(targets).join(", ") || "none"}, without "${name}".`);
    const output = values.get(name) as tf.Tensor;
    checkTarget(loss, output.shape, target, name);
    checkSize(`target "${name}"`, target);
    const ofSamples = factors[name];
    return lossValue(loss, toTensor(target), output, ofSamples && toFloats(ofSamples));
  });
  return { sum: sumOf(Object.values(objective).map(({ weight }, i) => (weight === 1 ? (each[i] as tf.Scalar) : tf.mul(each[i] as tf.Scalar, weight)))), each };
}

/** Σ value · upstream over the nodes named. */
export function weightedSum(values: TensorMap, upstream: Arrays): tf.Scalar {
  return sumOf(
    Object.entries(upstream).map(([name, array]) => {
      const value = values.get(name) as tf.Tensor;
      if (String(array.shape) !== String(value.shape)) throw new GraphError(`upstream "${name}" must have the shape of the node's value, [${value.shape.join(", ")}]. Received [${array.shape.join(", ")}].`);
      checkSize(`upstream "${name}"`, array);
      return tf.sum(tf.mul(value, toFloats(array)));
    }),
  );
}

function sumOf(terms: readonly tf.Tensor[]): tf.Scalar {
  if (terms.length === 0) throw new GraphError("there must be at least one output with a loss, or one node with an upstream. Received none.");
  return terms.reduce((a, b) => tf.add(a, b)) as tf.Scalar;
}
