import { GraphError } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Arrays } from "../array.ts";
import type { Objective } from "../engine.ts";
import { checkTarget } from "../losses/index.ts";
import type { TensorMap } from "./forward.ts";
import { lossValue } from "./losses/table.ts";
import { checkSize, toFloats, toTensor } from "./tensors.ts";

/** The weighted sum of the losses of all outputs that have one. */
export function lossOf(objective: Objective, values: TensorMap, targets: Arrays): tf.Scalar {
  return sumOf(
    Object.entries(objective).map(([name, { loss, weight }]) => {
      const target = targets[name];
      if (!target) throw new GraphError(`every output with a loss must have a target. Received ${Object.keys(targets).join(", ") || "none"}, without "${name}".`);
      const output = values.get(name) as tf.Tensor;
      checkTarget(loss, output.shape, target, name);
      checkSize(`target "${name}"`, target);
      const value = lossValue(loss, toTensor(target), output);
      return weight === 1 ? value : tf.mul(value, weight);
    }),
  );
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
