import { radamStep, type Radam } from "@convscope/nn";
import { gradientMean, meanNumbers, runningMean, withDecay, type Rule } from "./update.ts";

export const radam: Rule<Radam> = {
  // The divisor is √v · ofRoot + rest: √v + ε, or 1 as long as nothing is divided.
  numbers(optimizer, { rate, step }) {
    const { size, divides } = radamStep(optimizer, rate, step);
    return { ...meanNumbers(optimizer), size, ofRoot: divides ? 1 : 0, rest: divides ? optimizer.epsilon : 1 };
  },
  update({ beta2, weightDecay }, request, to) {
    const { parameter, slot, number } = request;
    const gradient = withDecay(to, weightDecay, request);
    const mean = gradientMean(to, gradient, request);
    const square = runningMean(to, slot("exp_avg_sq"), to.mul(gradient, gradient), beta2);
    const divisor = to.add(to.mul(to.op("Sqrt", [square]), number("ofRoot")), number("rest"));
    return { parameter: to.sub(parameter, to.mul(to.div(mean, divisor), number("size"))), slots: { exp_avg: mean, exp_avg_sq: square } };
  },
};
