import type { Value } from "@convscope/exchange/onnx";
import type { BinaryCrossentropy } from "@convscope/nn";
import { boundedLog, boundedReciprocal } from "./bounded.ts";
import { answers } from "./logistic.ts";
import { reduced, type EmitLoss } from "./loss.ts";

export const binaryCrossentropy: EmitLoss<BinaryCrossentropy> = ({ from, posWeight, labelSmoothing, reduction }, output, target, to, factors) => {
  const y = to.plus(to.times(target, 1 - labelSmoothing), labelSmoothing / 2);
  const [positive, negative] = [to.times(y, posWeight), to.sub(to.number(1), y)];
  const both = (ofPositive: Value, ofNegative: Value): readonly [Value, Value] => [to.mul(positive, ofPositive), to.mul(negative, ofNegative)];
  if (from === "logits") {
    const { yes, no } = answers(to, output);
    return reduced(to, reduction, to.add(...both(yes.cost, no.cost)), () => {
      const [up, down] = both(no.p, yes.p);
      return to.sub(down, up);
    }, factors);
  }
  const q = to.sub(to.number(1), output);
  return reduced(to, reduction, to.op("Neg", [to.add(...both(boundedLog(to, output), boundedLog(to, q)))]), () => {
    const [up, down] = both(boundedReciprocal(to, output), boundedReciprocal(to, q));
    return to.sub(down, up);
  }, factors);
};
