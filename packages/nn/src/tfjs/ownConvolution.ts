import * as tf from "@tensorflow/tfjs-core";
import type { Rectifier } from "./executor.ts";
import { runOwn } from "./ownKernel.ts";

/** The attributes of our own convolution kernels. */
type Attributes = tf.NamedAttrMap;

/**
 * A convolution by a kernel of our own, with bias and rectifier in the same pass. Unlike `tf.customGrad` it computes only those
 * gradients that are asked for: a first layer's input has none.
 */
export function ownConvolution(x: tf.Tensor4D, filter: tf.Tensor4D, attributes: Attributes, bias: tf.Tensor | undefined, activation: Rectifier): tf.Tensor4D {
  registerOnce();
  return runOwn("GroupedConv2D", { x, filter, ...(bias && { bias }) }, { ...attributes, activation }) as tf.Tensor4D;
}

/** The transpose of such a convolution, from dy to an x of `inputShape`. */
export function ownConvolutionTransposed(dy: tf.Tensor4D, filter: tf.Tensor4D, attributes: Attributes, inputShape: readonly number[]): tf.Tensor4D {
  registerOnce();
  return runOwn("GroupedConv2DBackpropInput", { dy, filter }, { ...attributes, inputShape: [...inputShape] }) as tf.Tensor4D;
}

const toInput = (dy: tf.Tensor, filter: tf.Tensor, attributes: Attributes, inputShape: readonly number[]): tf.Tensor => runOwn("GroupedConv2DBackpropInput", { dy, filter }, { ...attributes, inputShape: [...inputShape] });
const toFilter = (x: tf.Tensor, dy: tf.Tensor, attributes: Attributes, filterShape: readonly number[]): tf.Tensor => runOwn("GroupedConv2DBackpropFilter", { x, dy }, { ...attributes, filterShape: [...filterShape] });

function registerOnce(): void {
  if (tf.getGradient("GroupedConv2D")) return;
  tf.registerGradient({
    kernelName: "GroupedConv2D",
    inputsToSave: ["x", "filter"],
    outputsToSave: [true],
    gradFunc(gradient, [x, filter, y], attributes) {
      const dy = gradient as tf.Tensor;
      const [from, kernel] = [x as tf.Tensor, filter as tf.Tensor];
      if (attributes["activation"] === "linear")
        return { x: () => toInput(dy, kernel, attributes, from.shape), filter: () => toFilter(from, dy, attributes, kernel.shape), bias: () => biasGrad({ dy })[0] as tf.Tensor };
      // What passes the rectifier is computed once, for all three.
      const [db, dz] = biasGrad({ dy, y: y as tf.Tensor }, attributes) as [tf.Tensor, tf.Tensor];
      return { x: () => toInput(dz, kernel, attributes, from.shape), filter: () => toFilter(from, dz, attributes, kernel.shape), bias: () => tf.clone(db) };
    },
  });
  tf.registerGradient({
    kernelName: "GroupedConv2DBackpropInput",
    inputsToSave: ["dy", "filter"],
    gradFunc(gradient, [dy, filter], attributes) {
      const g = gradient as tf.Tensor;
      const kernel = filter as tf.Tensor;
      return { dy: () => runOwn("GroupedConv2D", { x: g, filter: kernel }, { ...attributes, activation: "linear" }), filter: () => toFilter(g, dy as tf.Tensor, attributes, kernel.shape) };
    },
  });
}

/** The sums of dy's columns, and with the y of a rectifier what passes it, too. */
const biasGrad = (inputs: { readonly [name: string]: tf.Tensor }, { activation = "linear" }: Attributes = {}): tf.Tensor[] => {
  const results: tf.Tensor | tf.Tensor[] = tf.engine().runKernel("BiasGrad", inputs, { activation });
  return Array.isArray(results) ? results : [results];
};
