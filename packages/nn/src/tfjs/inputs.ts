import { isSequence, type Graph } from "@convscope/core";
import type * as tf from "@tensorflow/tfjs-core";
import type { Arrays, NdArray } from "../array.ts";
import { checkInputs } from "../inputs.ts";
import { toFloats, toTensor } from "./tensors.ts";

/**
 * Tensors of the inputs given, `[batch, …]`, checked against the graph. To be called within `tf.tidy`.
 *
 * @throws GraphError as `checkInputs`.
 */
export function inputTensors(graph: Graph, arrays: Arrays): ReadonlyMap<string, tf.Tensor> {
  checkInputs(graph, arrays);
  return new Map(
    Object.entries(graph.inputs).map(([name, spec]) => {
      const { shape, data } = arrays[name] as NdArray;
      return [name, isSequence(spec) ? toTensor({ shape, data: new Int32Array(data) }) : toFloats({ shape, data })];
    }),
  );
}
