import type { LeakyRelu } from "@convscope/core";
import type { Emit } from "../emission.ts";

export const leakyRelu: Emit<LeakyRelu> = ({ negativeSlope }, [x], to) => to.like(x, to.op("LeakyRelu", [to.asIs(x)], { alpha: { float: negativeSlope } }));
