import * as tf from "@tensorflow/tfjs-core";
import type { Focal } from "../../losses/focal.ts";
import type { SigmoidFocal } from "../../losses/sigmoidFocal.ts";
import { closedForm, matrix, oneHotRows, reduced, softplus, valuesLike, type LossFunction } from "./loss.ts";

/**
 * With ℓ = log p and r = 1 − p the loss is −α r^γ ℓ and its derivative by ℓ is −α r^γ (1 − γ p ℓ / r). Where r is 0 the quotient
 * p ℓ / r is its limit −1, so that γ < 1 gives no infinity.
 */
export const focal: LossFunction<Focal> = ({ gamma, alpha, reduction }, target, output, factors) =>
  closedForm(output, (x) => {
    const rows = matrix(x);
    const hot = oneHotRows(target, rows.shape[1]);
    const shifted = tf.sub(rows, tf.max(rows, 1, true));
    const logP = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
    const own = tf.sum(tf.mul(hot, logP), 1, true);
    const rest = tf.neg(tf.expm1(own));
    const quotient = tf.where(tf.greater(rest, 0), tf.div(tf.mul(tf.exp(own), own), tf.maximum(rest, 1e-38)), tf.fill(own.shape, -1));
    const weight = alpha ? tf.sum(tf.mul(hot, tf.tensor1d([...alpha])), 1, true) : tf.ones(own.shape);
    const factor = tf.mul(weight, gamma === 0 ? tf.onesLike(rest) : tf.pow(rest, gamma));
    const byLog = tf.neg(tf.mul(factor, tf.sub(1, tf.mul(quotient, gamma))));
    return reduced(reduction, tf.neg(tf.mul(factor, own)), tf.reshape(tf.mul(byLog, tf.sub(hot, tf.exp(logP))), x.shape), factors);
  });

/** A positive at z = x costs f(z) = σ(−z)^γ softplus(−z), a negative f(−x); f′(z) = −σ(−z)^γ (γ σ(z) softplus(−z) + σ(−z)). */
export const sigmoidFocal: LossFunction<SigmoidFocal> = ({ gamma, alpha, reduction }, target, output, factors) =>
  closedForm(output, (x) => {
    const y = valuesLike(target, x);
    const side = (z: tf.Tensor): { value: tf.Tensor; slope: tf.Tensor } => {
      const [wrong, cost] = [tf.sigmoid(tf.neg(z)), softplus(tf.neg(z))];
      const factor = gamma === 0 ? tf.onesLike(wrong) : tf.pow(wrong, gamma);
      return { value: tf.mul(factor, cost), slope: tf.neg(tf.mul(factor, tf.add(tf.mul(tf.mul(tf.sigmoid(z), cost), gamma), wrong))) };
    };
    const [yes, no] = [side(x), side(tf.neg(x))];
    const [positive, negative] = [tf.mul(y, alpha ?? 1), tf.mul(tf.sub(1, y), alpha === null ? 1 : 1 - alpha)];
    return reduced(reduction, tf.add(tf.mul(positive, yes.value), tf.mul(negative, no.value)), tf.sub(tf.mul(positive, yes.slope), tf.mul(negative, no.slope)), factors);
  });
