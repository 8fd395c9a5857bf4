import type { Hinge } from "@convscope/nn";
import { matrix, oneHotRows, reduced, type EmitLoss } from "./loss.ts";

export const hinge: EmitLoss<Hinge> = ({ margin, squared, reduction }, output, target, to, factors) => {
  const rows = matrix(to, output);
  const [, classes = 1] = to.dims(rows);
  const hot = oneHotRows(to, target, classes);
  const own = to.sum(to.mul(rows, hot), [1]);
  const short = to.mul(to.op("Relu", [to.plus(to.sub(rows, own), margin)]), to.sub(to.number(1), hot));
  return reduced(to, reduction, to.times(to.sum(squared ? to.mul(short, short) : short, [1]), 1 / classes), () => {
    const slope = to.times(squared ? short : to.mask("Greater", short, to.number(0)), (squared ? 2 : 1) / classes);
    return to.reshape(to.sub(slope, to.mul(hot, to.sum(slope, [1]))), to.dims(output));
  }, factors);
};
