import type { RandomizedLeakyRelu } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** The mean slope, as at inference. */
export const randomizedLeakyRelu: Emit<RandomizedLeakyRelu> = ({ lower, upper }, [x], to) => to.like(x, to.op("LeakyRelu", [to.asIs(x)], { alpha: { float: (lower + upper) / 2 } }));
