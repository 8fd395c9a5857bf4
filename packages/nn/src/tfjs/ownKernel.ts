import * as tf from "@tensorflow/tfjs-core";

/** Whether the current backend has a kernel that TensorFlow.js does not know, by its name: one pass instead of a composition. */
export const ownKernel = (name: string): boolean => Boolean(tf.getKernel(name, tf.getBackend()));

/** Runs such a kernel, which has no gradient. */
export const runOwn = (name: string, inputs: { readonly [name: string]: tf.Tensor }, attrs: tf.NamedAttrMap = {}): tf.Tensor => tf.engine().runKernel(name, inputs, attrs);

/** Runs one that has several results. */
export const runOwnAll = (name: string, inputs: { readonly [name: string]: tf.Tensor }, attrs: tf.NamedAttrMap = {}): tf.Tensor[] => tf.engine().runKernel<tf.Tensor[]>(name, inputs, attrs);
