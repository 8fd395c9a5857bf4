import * as tf from "@tensorflow/tfjs-core";

/**
 * A scalar and its derivatives with respect to `by`, none for what it does not depend on. To be called within `tf.tidy`, which
 * TensorFlow.js's own function does not satisfy: if `scalar` throws, it keeps whatever it had saved for the way back.
 */
export function differentiate(scalar: () => tf.Scalar, by: readonly tf.Tensor[]): { readonly value: tf.Scalar; readonly grads: readonly (tf.Tensor | null | undefined)[] } {
  const engine = tf.engine();
  try {
    return engine.gradients(scalar, [...by], undefined, true);
  } catch (error) {
    if (engine.state.gradientDepth === 0) {
      for (const { saved } of engine.state.activeTape) tf.dispose(saved ?? []);
      engine.state.activeTape = [];
    }
    throw error;
  }
}
