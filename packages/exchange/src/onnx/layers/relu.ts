import type { Relu } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const relu: Emit<Relu> = (_, [x], to) => to.like(x, to.op("Relu", [to.asIs(x)]));
