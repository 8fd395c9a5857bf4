import type { Adamax } from "@convscope/nn";
import { gradientMean, meanNumbers, withDecay, type Rule } from "./update.ts";

export const adamax: Rule<Adamax> = {
  numbers: (optimizer, { rate, step }) => ({ ...meanNumbers(optimizer), size: rate / (1 - optimizer.beta1 ** step) }),
  update({ beta2, epsilon, weightDecay }, request, to) {
    const { parameter, slot, number } = request;
    const gradient = withDecay(to, weightDecay, request);
    const mean = gradientMean(to, gradient, request);
    const greatest = to.op("Max", [to.times(slot("exp_inf"), beta2), to.plus(to.op("Abs", [gradient]), epsilon)]);
    return { parameter: to.sub(parameter, to.mul(to.div(mean, greatest), number("size"))), slots: { exp_avg: mean, exp_inf: greatest } };
  },
};
