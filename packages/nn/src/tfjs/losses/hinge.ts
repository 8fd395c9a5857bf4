import * as tf from "@tensorflow/tfjs-core";
import type { Hinge } from "../../losses/hinge.ts";
import { closedForm, matrix, oneHotRows, reduced, type LossFunction } from "./loss.ts";

export const hinge: LossFunction<Hinge> = ({ margin, squared, reduction }, target, output, factors) =>
  closedForm(output, (x) => {
    const rows = matrix(x);
    const [, classes] = rows.shape;
    const hot = oneHotRows(target, classes);
    const own = tf.sum(tf.mul(rows, hot), 1, true);
    const short = tf.mul(tf.relu(tf.add(tf.sub(rows, own), margin)), tf.sub(1, hot));
    const slope = squared ? tf.mul(short, 2) : tf.step(short);
    const derivative = tf.sub(slope, tf.mul(hot, tf.sum(slope, 1, true)));
    return reduced(reduction, tf.div(tf.sum(squared ? tf.square(short) : short, 1), classes), tf.reshape(tf.div(derivative, classes), x.shape), factors);
  });
