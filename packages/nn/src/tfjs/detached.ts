import * as tf from "@tensorflow/tfjs-core";

/**
 * What `f` computes, as a constant: no gradient goes back to the inputs. For masks and switches, whose comparisons have none.
 */
export function detached(f: (...inputs: tf.Tensor[]) => tf.Tensor, ...inputs: readonly tf.Tensor[]): tf.Tensor {
  const shapes = inputs.map(({ shape }) => shape);
  const constant = tf.customGrad((...args) => ({
    value: f(...(args.slice(0, -1) as tf.Tensor[])),
    gradFunc: () => shapes.map((shape) => tf.zeros(shape)),
  }));
  return constant(...inputs);
}
