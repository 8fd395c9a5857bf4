import type { Value } from "@convscope/exchange/onnx";
import type { Focal, SigmoidFocal } from "@convscope/nn";
import { answers, type Answer } from "./logistic.ts";
import { matrix, oneHotRows, perClass, reduced, type EmitLoss } from "./loss.ts";

/**
 * With ℓ = log p and r = 1 − p the loss is −α r^γ ℓ and its derivative by ℓ is −α r^γ (1 − γ p ℓ / r). Where r is 0 the quotient
 * p ℓ / r is its limit −1, so that γ < 1 gives no infinity.
 */
export const focal: EmitLoss<Focal> = ({ gamma, alpha, reduction }, output, target, to, factors) => {
  const rows = matrix(to, output);
  const hot = oneHotRows(to, target, to.dims(output).at(-1) ?? 1);
  const logP = to.op("LogSoftmax", [rows], { axis: 1 });
  const own = to.sum(to.mul(hot, logP), [1]);
  // 1 − e^ℓ = 2 t / (1 + t) with t = tanh(−ℓ/2), without the 1 that a small ℓ would be lost in.
  const t = to.op("Tanh", [to.times(own, -0.5)]);
  const rest = to.div(to.times(t, 2), to.plus(t, 1));
  const faded = gamma === 0 ? undefined : to.op("Pow", [rest, to.number(gamma)]);
  const weight = alpha && to.sum(to.mul(hot, perClass(to, alpha)), [1]);
  /** Times α r^γ. */
  const weighted = (x: Value): Value => [faded, weight].reduce((y: Value, factor) => (factor ? to.mul(y, factor) : y), x);
  return reduced(to, reduction, to.op("Neg", [weighted(own)]), () => {
    const quotient = to.op("Where", [to.op("Greater", [rest, to.number(0)]), to.div(to.mul(to.op("Exp", [own]), own), rest), to.number(-1)]);
    const byLog = weighted(to.plus(to.times(quotient, gamma), -1));
    return to.reshape(to.mul(byLog, to.sub(hot, to.op("Exp", [logP]))), to.dims(output));
  }, factors);
};

/** A positive at z = x costs f(z) = σ(−z)^γ softplus(−z), a negative f(−x); f′(z) = −σ(−z)^γ (γ σ(z) softplus(−z) + σ(−z)). */
export const sigmoidFocal: EmitLoss<SigmoidFocal> = ({ gamma, alpha, reduction }, output, target, to, factors) => {
  const { yes, no } = answers(to, output);
  const side = ({ p, cost }: Answer, wrong: Value): { readonly value: Value; fall(): Value } => {
    const factor = gamma === 0 ? undefined : to.op("Pow", [wrong, to.number(gamma)]);
    const faded = (x: Value): Value => (factor ? to.mul(x, factor) : x);
    return { value: faded(cost), fall: () => faded(gamma === 0 ? wrong : to.add(to.times(to.mul(p, cost), gamma), wrong)) };
  };
  const [ofYes, ofNo] = [side(yes, no.p), side(no, yes.p)];
  const [positive, negative] = [to.times(target, alpha ?? 1), to.times(to.sub(to.number(1), target), alpha === null ? 1 : 1 - alpha)];
  return reduced(to, reduction, to.add(to.mul(positive, ofYes.value), to.mul(negative, ofNo.value)), () => to.sub(to.mul(negative, ofNo.fall()), to.mul(positive, ofYes.fall())), factors);
};
