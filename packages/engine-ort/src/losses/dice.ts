import { product } from "@convscope/core";
import type { Value } from "@convscope/exchange/onnx";
import type { Dice } from "@convscope/nn";
import type { Tape } from "../graph/tape.ts";
import { answers } from "./logistic.ts";
import { total, weighed, type EmitLoss } from "./loss.ts";

/** What an output says of each place, and how a derivative passes back to the output. */
interface Activated {
  readonly p: Value;
  back(byP: Value): Value;
}

const activations: { readonly [A in Dice["activation"]]: (to: Tape, x: Value) => Activated } = {
  sigmoid(to, x) {
    const { yes, no } = answers(to, x);
    return { p: yes.p, back: (byP) => to.mul(byP, to.mul(yes.p, no.p)) };
  },
  softmax(to, x) {
    const axis = to.dims(x).length - 1;
    const p = to.op("Softmax", [x], { axis });
    return { p, back: (byP) => to.mul(p, to.sub(byP, to.sum(to.mul(byP, p), [axis]))) };
  },
  none: (_, x) => ({ p: x, back: (byP) => byP }),
};

/** With the overlap O = 2 Σ p·y + s and the sizes S = Σ p + Σ y + s (or of the squares) the derivative by p is −(2 y − O/S · (1 or 2 p)) / S. */
export const dice: EmitLoss<Dice> = ({ activation, smooth, squared }, output, target, to, factors) => {
  const dims = to.dims(output);
  const [samples = 1] = dims;
  const classes = dims.at(-1) ?? 1;
  const perMask = (x: Value): Value => to.reshape(x, [samples, -1, classes]);
  const { p, back } = activations[activation](to, output);
  const [masks, truth] = [perMask(p), perMask(target)];
  const sized = (x: Value): Value => (squared ? to.mul(x, x) : x);
  const overlap = to.plus(to.times(to.sum(to.mul(masks, truth), [1]), 2), smooth);
  const sizes = to.plus(to.sum(to.add(sized(masks), sized(truth)), [1]), smooth);
  const quotient = to.div(overlap, sizes);
  const by = product([samples, classes]);
  return {
    value: factors ? total(to, to.mul(to.sub(to.number(1), to.times(to.sum(quotient, [1, 2], false), 1 / classes)), factors)) : to.sub(to.number(1), to.times(total(to, quotient), 1 / by)),
    derivative() {
      const ofSize = squared ? to.mul(quotient, to.times(masks, 2)) : quotient;
      const byP = to.div(to.times(to.sub(ofSize, to.times(truth, 2)), 1 / (factors ? classes : by)), sizes);
      const derivative = back(to.reshape(byP, dims));
      return factors ? weighed(to, derivative, factors) : derivative;
    },
  };
};
