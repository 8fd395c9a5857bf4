import * as tf from "@tensorflow/tfjs-core";
import type { Hinge } from "../../losses/hinge.ts";
import { closedForm, matrix, oneHotRows, type LossFunction } from "./loss.ts";

export const hinge: LossFunction<Hinge> = ({ margin, squared, reduction }, target, output) =>
  closedForm(output, (x) => {
    const rows = matrix(x);
    const [places, classes] = rows.shape;
    const hot = oneHotRows(target, classes);
    const own = tf.sum(tf.mul(rows, hot), 1, true);
    const short = tf.mul(tf.relu(tf.add(tf.sub(rows, own), margin)), tf.sub(1, hot));
    const slope = squared ? tf.mul(short, 2) : tf.step(short);
    const by = classes * (reduction === "sum" ? 1 : places);
    const derivative = tf.div(tf.sub(slope, tf.mul(hot, tf.sum(slope, 1, true))), by);
    return { value: tf.div(tf.sum(squared ? tf.square(short) : short), by), derivative: tf.reshape(derivative, x.shape) };
  });
