import { valuesPerChannel, type BatchNormalization } from "@convscope/core";
import * as tf from "@tensorflow/tfjs-core";
import { columnMeans, columnSums, rowsOf } from "../columns.ts";
import { differentiable } from "../differentiable.ts";
import { only, weight, type Context, type Executor, type WeightTensors } from "../executor.ts";
import { ownKernel, runOwn, runOwnAll } from "../ownKernel.ts";
import { normalizedAtOnce } from "../standardize.ts";

/** x `[N, …, C]` · weight, bias, running_mean, running_var `[C]`. */
export const batchNormalization: Executor<BatchNormalization> = (layer, inputs, weights, context) => {
  const x = only(inputs);
  const rows = rowsOf(x);
  if (layer.trackRunningStats && !context.training) return tf.reshape(byRunning(layer, rows, weights, context), x.shape);
  valuesPerChannel(x.shape[0] ?? 0, x.shape.slice(1));
  return tf.reshape(byBatch(layer, rows, weights, context), x.shape);
};

function byRunning({ epsilon }: BatchNormalization, rows: tf.Tensor2D, { weight: gamma, bias: beta, ...running }: WeightTensors, { activation = "linear" }: Context): tf.Tensor {
  const [mean, variance] = [weight(running, "running_mean"), weight(running, "running_var")];
  const slopeOf = (rate: tf.Tensor): tf.Tensor => (gamma ? tf.mul(gamma, rate) : rate);
  const rateOf = (): tf.Tensor => tf.rsqrt(tf.add(variance, epsilon));
  if (!ownKernel("BatchNormInference")) {
    const y = tf.mul(tf.sub(rows, mean), slopeOf(rateOf()));
    return beta ? tf.add(y, beta) : y;
  }
  return differentiable([rows, ...learnedOf(gamma, beta)], (x) => {
    const value = runOwn("BatchNormInference", { x: x as tf.Tensor, mean, variance, ...(gamma && { scale: gamma }), ...(beta && { offset: beta }) }, { epsilon, activation });
    return {
      value,
      saved: [x as tf.Tensor, ...(activation === "linear" ? [] : [value])],
      gradients(dy, saved) {
        const [x, y] = saved as [tf.Tensor2D, tf.Tensor2D?];
        const [shift, dz = dy] = runOwnAll("BiasGrad", { dy, ...(y && { y }) }, { activation }) as [tf.Tensor, tf.Tensor?];
        const rate = rateOf();
        const along = (): tf.Tensor => tf.mul(tf.reshape(columnSums(tf.mul(dz as tf.Tensor2D, tf.sub(x, mean))), rate.shape), rate);
        return [tf.mul(dz, slopeOf(rate)), ...(gamma ? [along()] : []), ...(beta ? [shift] : [])];
      },
    };
  });
}

const learnedOf = (...weights: readonly (tf.Tensor | undefined)[]): tf.Tensor[] => weights.filter((w) => w !== undefined);

/** Keeps what a batch says of the running statistics. */
function remember({ momentum, trackRunningStats }: BatchNormalization, count: number, mean: tf.Tensor, variance: tf.Tensor, running: WeightTensors, context: Context): void {
  if (!trackRunningStats) return;
  context.remember("running_mean", moved(weight(running, "running_mean"), mean, momentum));
  context.remember("running_var", moved(weight(running, "running_var"), tf.mul(variance, count / (count - 1)), momentum));
}

/** Forward and backward as in arXiv:1502.03167, section 3, the sum of the three paths of the gradient written as one. */
function byBatch(layer: BatchNormalization, rows: tf.Tensor2D, weights: WeightTensors, context: Context): tf.Tensor {
  const { weight: gamma, bias: beta } = weights;
  const { epsilon } = layer;
  const count = rows.shape[0];
  if (ownKernel("BatchNormTraining"))
    return normalizedAtOnce({ forward: "BatchNormTraining", backward: "BatchNormGrad" }, rows, weights, { epsilon, activation: context.activation ?? "linear" }, ([, mean, , variance]) => remember(layer, count, mean as tf.Tensor, variance as tf.Tensor, weights, context));
  return differentiable([rows, ...learnedOf(gamma, beta)], (x) => {
    const mean = columnMeans(x as tf.Tensor2D);
    const centred = tf.sub<tf.Tensor2D>(x as tf.Tensor2D, mean);
    const variance = columnMeans(tf.square(centred));
    const rate = tf.rsqrt(tf.add(variance, epsilon));
    const slope = gamma ? tf.mul(gamma, rate) : rate;
    remember(layer, count, mean, variance, weights, context);
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
