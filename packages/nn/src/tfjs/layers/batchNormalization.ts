import { valuesPerChannel, type BatchNormalization } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { columnMeans, columnSums, rowsOf } from "../columns.ts";
import { differentiable } from "../differentiable.ts";
import { only, weight, type Context, type Executor, type WeightTensors } from "../executor.ts";

/** x `[N, …, C]` · weight, bias, running_mean, running_var `[C]`. */
export const batchNormalization: Executor<BatchNormalization> = (layer, inputs, weights, context) => {
  const x = only(inputs);
  const rows = rowsOf(x);
  if (layer.trackRunningStats && !context.training) return tf.reshape(byRunning(layer, rows, weights), x.shape);
  valuesPerChannel(x.shape[0] ?? 0, x.shape.slice(1));
  return tf.reshape(byBatch(layer, rows, weights, context), x.shape);
};

function byRunning({ epsilon }: BatchNormalization, rows: tf.Tensor2D, weights: WeightTensors): tf.Tensor {
  const rate = tf.rsqrt(tf.add(weight(weights, "running_var"), epsilon));
  const y = tf.mul(tf.sub(rows, weight(weights, "running_mean")), weights["weight"] ? tf.mul(weights["weight"], rate) : rate);
  return weights["bias"] ? tf.add(y, weights["bias"]) : y;
}

/** Forward and backward as in arXiv:1502.03167, section 3, the sum of the three paths of the gradient written as one. */
function byBatch({ epsilon, momentum, trackRunningStats }: BatchNormalization, rows: tf.Tensor2D, { weight: gamma, bias: beta, ...running }: WeightTensors, context: Context): tf.Tensor {
  const learned = [gamma, beta].filter((w) => w !== undefined);
  return differentiable([rows, ...learned], (x) => {
    const count = rows.shape[0];
    const mean = columnMeans(x as tf.Tensor2D);
    const centred = tf.sub<tf.Tensor2D>(x as tf.Tensor2D, mean);
    const variance = columnMeans(tf.square(centred));
    const rate = tf.rsqrt(tf.add(variance, epsilon));
    const slope = gamma ? tf.mul(gamma, rate) : rate;
    if (trackRunningStats) {
      context.remember("running_mean", moved(weight(running, "running_mean"), mean, momentum));
      context.remember("running_var", moved(weight(running, "running_var"), tf.mul(variance, count / (count - 1)), momentum));
    }
    const scaled = tf.mul(centred, slope);
    return {
      value: beta ? tf.add(scaled, beta) : scaled,
      saved: [centred, rate, slope],
      gradients(dy, saved) {
        const [centred, rate, slope] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
        const shift = columnSums(dy as tf.Tensor2D);
        const along = tf.mul(columnSums(tf.mul(dy as tf.Tensor2D, centred)), rate);
        // dx = γ/σ · (dy − mean(dy) − x̂ · mean(dy · x̂))
        const straight = tf.sub(tf.mul(dy, slope), tf.mul(tf.mul(shift, slope), 1 / count));
        const dx = tf.sub(straight, tf.mul(centred, tf.mul(tf.mul(along, rate), tf.mul(slope, 1 / count))));
        return [dx, ...(gamma ? [tf.reshape(along, gamma.shape)] : []), ...(beta ? [tf.reshape(shift, beta.shape)] : [])];
      },
    };
  });
}

/** A running statistic after it has moved towards the batch's by `momentum`. */
const moved = (from: tf.Tensor, to: tf.Tensor, momentum: number): tf.Tensor => tf.add(tf.mul(from, 1 - momentum), tf.mul(tf.reshape(to, from.shape), momentum));
