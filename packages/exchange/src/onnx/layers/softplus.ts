import type { Softplus } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const softplus: Emit<Softplus> = (_, [x], to) => to.like(x, to.op("Softplus", [to.asIs(x)]));
