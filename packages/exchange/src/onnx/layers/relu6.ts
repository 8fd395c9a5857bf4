import type { Relu6 } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const relu6: Emit<Relu6> = (_, [x], to) => to.like(x, to.op("Clip", [to.asIs(x), to.number(0), to.number(6)]));
