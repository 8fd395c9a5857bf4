import * as tf from "@tensorflow/tfjs-core";
import type { Dice } from "../../losses/dice.ts";
import { valuesLike, type LossFunction } from "./loss.ts";

const activations: { readonly [A in Dice["activation"]]: (x: tf.Tensor) => tf.Tensor } = {
  sigmoid: (x) => tf.sigmoid(x),
  softmax: (x) => tf.softmax(x),
  none: (x) => x,
};

export const dice: LossFunction<Dice> = ({ activation, smooth, squared }, target, output, factors) => {
  const p = perMask(activations[activation](output));
  const y = perMask(valuesLike(target, output));
  const size = (mask: tf.Tensor): tf.Tensor => tf.sum(squared ? tf.square(mask) : mask, 1);
  const overlap = tf.add(tf.mul(tf.sum(tf.mul(p, y), 1), 2), smooth);
  const quotient = tf.div(overlap, tf.add(tf.add(size(p), size(y)), smooth));
  return factors ? tf.sum(tf.mul(tf.sub(1, tf.mean(quotient, 1)), factors)) : tf.sub(1, tf.mean(quotient));
};

/** `[N, …, classes]` as `[N, places, classes]`. */
const perMask = (x: tf.Tensor): tf.Tensor3D => tf.reshape(x, [x.shape[0] ?? 1, -1, x.shape.at(-1) ?? 1]);
