import type { Average } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const average: Emit<Average> = (_, inputs, to) => {
  const { values, lead } = to.alike(inputs);
  return to.like(lead, to.op("Mean", values));
};
