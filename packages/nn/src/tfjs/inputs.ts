import { didYouMean, GraphError, isSequence, type Graph, type InputSpec } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import type { Arrays, NdArray } from "../array.ts";
import { checkSize, toFloats, toTensor } from "./tensors.ts";

/**
 * Tensors of the inputs given, `[batch, …]`, checked against the graph. To be called within `tf.tidy`.
 *
 * @throws GraphError for inputs that are missing, unknown or of a wrong shape, batches that differ, or tokens beyond the vocabulary.
 */
export function inputTensors({ name: graph, inputs }: Graph, arrays: Arrays): ReadonlyMap<string, tf.Tensor> {
  const names = Object.keys(inputs);
  for (const name of Object.keys(arrays))
    if (!names.includes(name)) throw new GraphError(`${graph}: there is no input "${name}".${didYouMean(name, names)} Inputs: ${names.join(", ")}.`);
  const tensors = new Map<string, tf.Tensor>();
  let first: NdArray | undefined;
  for (const [name, spec] of Object.entries(inputs)) {
    const array = arrays[name];
    if (!array) throw new GraphError(`${graph}: every graph input must be given. Received ${Object.keys(arrays).join(", ") || "none"}, without "${name}".`);
    first ??= array;
    if (array.shape[0] !== first.shape[0]) throw new GraphError(`${graph}: all inputs must have the same number of samples. Received ${array.shape[0]} in "${name}" and ${first.shape[0]} in "${names[0]}".`);
    tensors.set(name, inputTensor(`${graph}: input "${name}"`, spec, array));
  }
  return tensors;
}

function inputTensor(where: string, spec: InputSpec, array: NdArray): tf.Tensor {
  const sample = isSequence(spec) ? [spec.length] : spec;
  const [, ...received] = array.shape;
  if (array.shape.length !== sample.length + 1 || received.some((n, axis) => n !== sample[axis]))
    throw new GraphError(`${where} must be [batch, ${sample.join(", ")}]. Received [${array.shape.join(", ")}].`);
  checkSize(where, array);
  if (!isSequence(spec)) return toFloats(array);
  const strange = array.data.find((token) => !Number.isInteger(token) || token < 0 || token >= spec.vocabulary);
  if (strange !== undefined) throw new GraphError(`${where} must hold whole numbers from 0 to ${spec.vocabulary - 1}. Received ${strange}.`);
  return toTensor({ shape: array.shape, data: new Int32Array(array.data) });
}
