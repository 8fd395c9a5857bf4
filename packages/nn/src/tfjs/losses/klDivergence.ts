import * as tf from "@tensorflow/tfjs-core";
import type { KlDivergence } from "../../losses/klDivergence.ts";
import { closedForm, reduced, valuesLike, type LossFunction } from "./loss.ts";

const divisors: { readonly [R in KlDivergence["reduction"]]: (x: tf.Tensor) => number } = {
  batchMean: (x) => x.shape[0] ?? 1,
  mean: (x) => x.size,
  sum: () => 1,
};

export const klDivergence: LossFunction<KlDivergence> = ({ reduction }, target, output, factors) =>
  closedForm(output, (x) => {
    const p = valuesLike(target, x);
    const by = divisors[reduction](x);
    // The smallest normal float32: 0 · log 0 must be 0.
    const logP = tf.log(tf.maximum(p, 1.1754943508222875e-38));
    const values = tf.mul(p, tf.sub(logP, x));
    if (factors) return reduced("sum", values, tf.neg(p), factors);
    return { value: tf.div(tf.sum(values), by), derivative: tf.div(p, -by) };
  });
