import type { Value } from "@convscope/exchange/onnx";
import type { Tape } from "../graph/tape.ts";

/** A yes-or-no answer of a logit z. */
export interface Answer {
  /** σ(z): the probability of this answer. */
  readonly p: Value;
  /** −log σ(z): what it costs if this answer is the right one. */
  readonly cost: Value;
}

/**
 * Both answers of the logits x: yes is of z = x, no of z = −x. Nothing overflows, and nothing small is rounded to zero, as
 * ONNX Runtime's Sigmoid (whose input stops at ±18) and Softplus (which forgets e⁻ˣ beside 1) would.
 */
export function answers(to: Tape, x: Value): { readonly yes: Answer; readonly no: Answer } {
  const minus = to.op("Neg", [x]);
  const e = to.op("Exp", [to.op("Neg", [to.op("Abs", [x])])]);
  // log(1 + e) = 2 artanh(e / (2 + e)), without the 1 that a small e would be lost in.
  const beyond = to.times(to.op("Atanh", [to.div(e, to.plus(e, 2))]), 2);
  const whole = to.plus(e, 1);
  const answer = (z: Value, other: Value): Answer => ({ p: to.div(to.op("Exp", [to.op("Min", [z, to.number(0)])]), whole), cost: to.add(to.op("Relu", [other]), beyond) });
  return { yes: answer(x, minus), no: answer(minus, x) };
}
