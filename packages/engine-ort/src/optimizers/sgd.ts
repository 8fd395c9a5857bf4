import type { Sgd } from "@convscope/nn";
import { withDecay, type Rule } from "./update.ts";

export const sgd: Rule<Sgd> = {
  // The first gradient is the momentum itself, not dampened.
  numbers: ({ momentum, dampening }, { rate, step }) => ({ rate, keep: step === 1 ? 0 : momentum, take: step === 1 ? 1 : 1 - dampening, ahead: momentum }),
  update({ momentum, dampening, nesterov, weightDecay }, request, to) {
    const { parameter, slot, number } = request;
    const gradient = withDecay(to, weightDecay, request);
    if (momentum === 0) return { parameter: to.sub(parameter, to.mul(gradient, number("rate"))), slots: {} };
    const buffer = to.add(to.mul(slot("momentum_buffer"), number("keep")), dampening === 0 ? gradient : to.mul(gradient, number("take")));
    const direction = nesterov ? to.add(gradient, to.mul(buffer, number("ahead"))) : buffer;
    return { parameter: to.sub(parameter, to.mul(direction, number("rate"))), slots: { momentum_buffer: buffer } };
  },
};
