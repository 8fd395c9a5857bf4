import type { Adadelta } from "@convscope/nn";
import { runningMean, withDecay, type Rule } from "./update.ts";

export const adadelta: Rule<Adadelta> = {
  numbers: (_, { rate }) => ({ rate }),
  update({ rho, epsilon, weightDecay }, request, to) {
    const { parameter, slot, number } = request;
    const gradient = withDecay(to, weightDecay, request);
    const square = runningMean(to, slot("square_avg"), to.mul(gradient, gradient), rho);
    const steps = slot("acc_delta");
    const delta = to.mul(to.op("Sqrt", [to.div(to.plus(steps, epsilon), to.plus(square, epsilon))]), gradient);
    return { parameter: to.sub(parameter, to.mul(delta, number("rate"))), slots: { square_avg: square, acc_delta: runningMean(to, steps, to.mul(delta, delta), rho) } };
  },
};
