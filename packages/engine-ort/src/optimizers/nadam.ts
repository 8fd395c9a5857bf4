import { nadamStep, type Nadam } from "@convscope/nn";
import { gradientMean, meanNumbers, runningMean, withDecay, type Rule } from "./update.ts";

export const nadam: Rule<Nadam> = {
  // As of Adam, the correction of √v is taken out of the divisor.
  numbers(optimizer, { rate, step, scalars }) {
    const { ofGradient, ofMean, scale } = nadamStep(optimizer, rate, step, scalars);
    return { ...meanNumbers(optimizer), ofGradient: ofGradient / scale, ofMean: ofMean / scale, epsilon: optimizer.epsilon / scale };
  },
  update({ beta2, weightDecay }, request, to) {
    const { parameter, slot, number } = request;
    const gradient = withDecay(to, weightDecay, request);
    const mean = gradientMean(to, gradient, request);
    const square = runningMean(to, slot("exp_avg_sq"), to.mul(gradient, gradient), beta2);
    const ahead = to.add(to.mul(gradient, number("ofGradient")), to.mul(mean, number("ofMean")));
    return { parameter: to.sub(parameter, to.div(ahead, to.add(to.op("Sqrt", [square]), number("epsilon")))), slots: { exp_avg: mean, exp_avg_sq: square } };
  },
};
