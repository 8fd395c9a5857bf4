import type { Silu } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const silu: Emit<Silu> = (_, [x], to) => to.like(x, to.op("Mul", [to.asIs(x), to.op("Sigmoid", [to.asIs(x)])]));
