import type { Hinge } from "@convscope/nn";
import { matrix, oneHotRows, total, type EmitLoss } from "./loss.ts";

export const hinge: EmitLoss<Hinge> = ({ margin, squared, reduction }, output, target, to) => {
  const rows = matrix(to, output);
  const [places = 1, classes = 1] = to.dims(rows);
  const hot = oneHotRows(to, target, classes);
  const own = to.sum(to.mul(rows, hot), [1]);
  const short = to.mul(to.op("Relu", [to.plus(to.sub(rows, own), margin)]), to.sub(to.number(1), hot));
  const by = classes * (reduction === "sum" ? 1 : places);
  return {
    value: to.times(total(to, squared ? to.mul(short, short) : short), 1 / by),
    derivative() {
      const slope = to.times(squared ? short : to.mask("Greater", short, to.number(0)), (squared ? 2 : 1) / by);
      return to.reshape(to.sub(slope, to.mul(hot, to.sum(slope, [1]))), to.dims(output));
    },
  };
};
