import type { Adamax } from "@convscope/nn";
import { runningMean, withDecay, type Rule } from "./update.ts";

export const adamax: Rule<Adamax> = {
  numbers: ({ beta1 }, { rate, step }) => ({ size: rate / (1 - beta1 ** step) }),
  update({ beta1, beta2, epsilon, weightDecay }, request, to) {
    const { parameter, slot, number } = request;
    const gradient = withDecay(to, weightDecay, request);
    const mean = runningMean(to, slot("exp_avg"), gradient, beta1);
    const greatest = to.op("Max", [to.times(slot("exp_inf"), beta2), to.plus(to.op("Abs", [gradient]), epsilon)]);
    return { parameter: to.sub(parameter, to.mul(to.div(mean, greatest), number("size"))), slots: { exp_avg: mean, exp_inf: greatest } };
  },
};
