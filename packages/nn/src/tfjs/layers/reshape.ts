import { outputShape, type Reshape } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { only, type Executor } from "../executor.ts";

export const reshape: Executor<Reshape> = (layer, inputs) => {
  const [batch = 0, ...shape] = only(inputs).shape;
  return tf.reshape(only(inputs), [batch, ...outputShape(layer, [shape])]);
};
