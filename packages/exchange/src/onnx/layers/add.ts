import type { Add } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** Two are an `Add`, which runtimes know to run together with a convolution before it. */
export const add: Emit<Add> = (_, inputs, to) => {
  const { values, lead } = to.alike(inputs);
  return to.like(lead, to.op(values.length === 2 ? "Add" : "Sum", values));
};
