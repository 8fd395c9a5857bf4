import type { LearnedConstant } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** The weight as often as there are samples, which only the input knows. */
export const learnedConstant: Emit<LearnedConstant> = ({ shape }, [x], to) => {
  const batch = to.op("Shape", [x.value], { start: 0, end: 1 });
  return to.withLast(to.op("Expand", [to.weight("weight"), to.op("Concat", [batch, to.wholes(shape)], { axis: 0 })]));
};
