import type { Scale } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** The vector may be one, or maps of one place. */
export const scale: Emit<Scale> = (_, [x, vector], to) => {
  if (vector === undefined) return x;
  const [rank, channels] = [x.shape.length, x.shape.at(-1) ?? 1];
  const value = x.channels === "first" && vector.channels === "first" && vector.shape.length === rank
    ? to.first(vector)
    : to.reshape(to.last(vector), x.channels === "first" ? [channels, ...x.shape.slice(1).map(() => 1)] : [...x.shape.slice(1).map(() => 1), channels]);
  return to.like(x, to.op("Mul", [to.asIs(x), value]));
};
