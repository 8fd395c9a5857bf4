import { poolAxes2d, type MaxUnpooling2d } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Executor } from "../executor.ts";
import { gather, maximumPlaces, scatter } from "../places.ts";

/** The adjoint of the max pooling of `pooled`. No gradient goes to `pooled`: it only says where the maxima were. */
export const maxUnpooling2d: Executor<MaxUnpooling2d> = (layer, inputs) => {
  const [values, pooled] = inputs as readonly [tf.Tensor4D, tf.Tensor4D];
  const [n, h, w, c] = pooled.shape;
  const unpool = tf.customGrad((...args) => {
    const [y, x] = args as tf.Tensor[];
    const places = maximumPlaces((x as tf.Tensor).dataSync() as Float32Array, n, c, poolAxes2d(layer, h, w));
    return {
      value: tf.tensor(scatter((y as tf.Tensor).dataSync(), places, n * h * w * c), [n, h, w, c]),
      gradFunc: (dy: tf.Tensor) => [tf.tensor(gather(dy.dataSync(), places), values.shape), tf.zeros([n, h, w, c])],
    };
  });
  return unpool(values, pooled);
};
