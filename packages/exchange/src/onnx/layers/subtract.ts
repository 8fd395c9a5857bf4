import type { Subtract } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const subtract: Emit<Subtract> = (_, inputs, to) => {
  const { values, lead } = to.alike(inputs);
  return to.like(lead, values.reduce((a, b) => to.op("Sub", [a, b])));
};
