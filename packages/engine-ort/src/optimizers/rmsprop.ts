import type { Rmsprop } from "@convscope/nn";
import { rootPlus, runningMean, withDecay, type Rule } from "./update.ts";

export const rmsprop: Rule<Rmsprop> = {
  numbers: ({ momentum }, { rate }) => ({ rate, keep: momentum }),
  update({ rho, epsilon, momentum, centered, epsilonInsideSqrt, weightDecay }, request, to) {
    const { parameter, slot, number } = request;
    const gradient = withDecay(to, weightDecay, request);
    const square = runningMean(to, slot("square_avg"), to.mul(gradient, gradient), rho);
    const mean = centered ? runningMean(to, slot("grad_avg"), gradient, rho) : undefined;
    // Rounding can put a variance just below zero.
    const spread = mean ? to.op("Relu", [to.sub(square, to.mul(mean, mean))]) : square;
    const scaled = to.div(gradient, rootPlus(to, spread, epsilon, epsilonInsideSqrt));
    const buffer = momentum > 0 ? to.add(to.mul(slot("momentum_buffer"), number("keep")), scaled) : undefined;
    return {
      parameter: to.sub(parameter, to.mul(buffer ?? scaled, number("rate"))),
      slots: { square_avg: square, ...(mean && { grad_avg: mean }), ...(buffer && { momentum_buffer: buffer }) },
    };
  },
};
