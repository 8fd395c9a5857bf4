import type { Adagrad } from "@convscope/nn";
import { rootPlus, withDecay, type Rule } from "./update.ts";

export const adagrad: Rule<Adagrad> = {
  numbers: ({ learningRateDecay }, { rate, step }) => ({ size: rate / (1 + (step - 1) * learningRateDecay) }),
  update({ epsilon, epsilonInsideSqrt, weightDecay }, request, to) {
    const { parameter, slot, number } = request;
    const gradient = withDecay(to, weightDecay, request);
    const sum = to.add(slot("sum"), to.mul(gradient, gradient));
    return { parameter: to.sub(parameter, to.mul(to.div(gradient, rootPlus(to, sum, epsilon, epsilonInsideSqrt)), number("size"))), slots: { sum } };
  },
};
