import * as tf from "@tensorflow/tfjs-core";

/** What a forward pass gives: its value, and the gradients of `inputs` in their order from that of the value and what was saved. */
export interface Differentiable {
  readonly value: tf.Tensor;
  readonly saved: readonly tf.Tensor[];
  gradients(dy: tf.Tensor, saved: readonly tf.Tensor[]): tf.Tensor[];
}

/** `tf.customGrad` with its types: an operation that knows its own gradient. Only what is in `saved` outlives the forward pass. */
export function differentiable(inputs: readonly tf.Tensor[], forward: (...inputs: tf.Tensor[]) => Differentiable): tf.Tensor {
  return tf.customGrad((...given) => {
    const save = given.at(-1) as tf.GradSaveFunc;
    const { value, saved, gradients } = forward(...(given.slice(0, -1) as tf.Tensor[]));
    save([...saved]);
    return { value, gradFunc: (dy: tf.Tensor, kept: tf.Tensor[]) => gradients(dy, kept) };
  })(...inputs);
}
