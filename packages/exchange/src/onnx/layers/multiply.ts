import type { Multiply } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const multiply: Emit<Multiply> = (_, inputs, to) => {
  const { values, lead } = to.alike(inputs);
  return to.like(lead, values.reduce((a, b) => to.op("Mul", [a, b])));
};
