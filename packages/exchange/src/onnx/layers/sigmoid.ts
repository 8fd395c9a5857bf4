import type { Sigmoid } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const sigmoid: Emit<Sigmoid> = (_, [x], to) => to.like(x, to.op("Sigmoid", [to.asIs(x)]));
