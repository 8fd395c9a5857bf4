import type { Value } from "@convscope/exchange/onnx";
import { adamStep, type Adam, type Adamw } from "@convscope/nn";
import type { Tape } from "../graph/tape.ts";
import { gradientMean, meanNumbers, runningMean, withDecay, type Rule, type StepOf, type Updated, type UpdateRequest } from "./update.ts";

type Moments = Pick<Adam, "beta1" | "beta2" | "epsilon" | "amsgrad">;

/** Adam's numbers with the correction of √v taken out of the divisor, which spares an operation for each weight: size · m / (√v · scale + ε) = (size / scale) · m / (√v + ε / scale). */
function stepNumbers(optimizer: Moments, { rate, step }: StepOf, epsilonHat: boolean): { readonly [name: string]: number } {
  const { size, scale, epsilon } = adamStep(optimizer, rate, step, epsilonHat);
  return { ...meanNumbers(optimizer), size: size / scale, epsilon: epsilon / scale };
}

/** Adam's step from `from`, the parameter as it is or already decayed. */
function take(to: Tape, { beta2, amsgrad }: Moments, from: Value, gradient: Value, request: UpdateRequest): Updated {
  const { slot, number } = request;
  const mean = gradientMean(to, gradient, request);
  const square = runningMean(to, slot("exp_avg_sq"), to.mul(gradient, gradient), beta2);
  const greatest = amsgrad ? to.op("Max", [slot("max_exp_avg_sq"), square]) : undefined;
  const root = to.add(to.op("Sqrt", [greatest ?? square]), number("epsilon"));
  return { parameter: to.sub(from, to.mul(to.div(mean, root), number("size"))), slots: { exp_avg: mean, exp_avg_sq: square, ...(greatest && { max_exp_avg_sq: greatest }) } };
}

export const adam: Rule<Adam> = {
  numbers: (optimizer, step) => stepNumbers(optimizer, step, optimizer.epsilonHat),
  update: (optimizer, request, to) => take(to, optimizer, request.parameter, withDecay(to, optimizer.weightDecay, request), request),
};

export const adamw: Rule<Adamw> = {
  numbers: (optimizer, step) => ({ ...stepNumbers(optimizer, step, false), shrink: 1 - step.rate * optimizer.weightDecay }),
  update: (optimizer, request, to) => take(to, optimizer, optimizer.weightDecay === 0 ? request.parameter : to.mul(request.parameter, request.number("shrink")), request.gradient, request),
};
