import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Backward } from "../graph/backward.ts";
import { numberOf } from "./attribute.ts";
import { inputOf, type Derivative } from "./derivative.ts";

/** x `[N, C, …]` by the batch's mean and variance (outputs 1 and 2 in training mode, when the momentum is 0), or by those given. */
export const batchNormalization: Derivative = (call, [given], to) => {
  const dy = given as Value;
  const [x, gamma] = [inputOf(call, 0), inputOf(call, 1)];
  const [, channels = 1, ...places] = to.dims(x);
  const isTraining = call.attributes["training_mode"] === 1;
  const [mean, variance] = (isTraining ? call.outputs.slice(1) : call.inputs.slice(3)) as [Value, Value];
  const epsilon = numberOf(call.attributes["epsilon"], 1e-5);
  const wide = (of: Value): Value => to.reshape(of, [channels, ...places.map(() => 1)]);
  const rate = to.op("Reciprocal", [to.op("Sqrt", [to.plus(variance, epsilon)])]);
  const slope = to.mul(gamma, rate);
  const shift = (): Value => to.channelSums(dy);
  /** Σ dy · x̂ = (Σ dy · x − mean · Σ dy) / σ */
  const along = (shift: Value): Value => to.mul(to.sub(to.channelSums(to.mul(dy, x)), to.mul(mean, shift)), rate);
  if (!isTraining) {
    const sum = to.wants(1) || to.wants(2) ? shift() : undefined;
    return [to.wants(0) ? to.mul(dy, wide(slope)) : undefined, to.wants(1) && sum ? along(sum) : undefined, sum];
  }
  const [sum, dGamma] = ((s) => [s, along(s)] as const)(shift());
  return [to.wants(0) ? throughStatistics(to, { dy, x, mean, rate, slope, sum, dGamma, count: product(to.dims(x)) / channels }, wide) : undefined, dGamma, sum];
};

interface Parts {
  readonly dy: Value;
  readonly x: Value;
  readonly mean: Value;
  readonly rate: Value;
  readonly slope: Value;
  readonly sum: Value;
  readonly dGamma: Value;
  readonly count: number;
}

/** dx = γ/σ · (dy − mean(dy) − x̂ · mean(dy · x̂)), written as a·dy + b·x + c for each channel. arXiv:1502.03167, section 3. */
function throughStatistics(to: Backward, { dy, x, mean, rate, slope, sum, dGamma, count }: Parts, wide: (of: Value) => Value): Value {
  const b = to.times(to.mul(to.mul(slope, rate), dGamma), -1 / count);
  const c = to.sub(to.times(to.mul(slope, sum), -1 / count), to.mul(b, mean));
  return to.add(to.affine(x, b, c), to.mul(dy, wide(slope)));
}
