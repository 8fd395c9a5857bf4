import type { HardSigmoid } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const hardSigmoid: Emit<HardSigmoid> = (_, [x], to) => to.like(x, to.op("HardSigmoid", [to.asIs(x)], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }));
