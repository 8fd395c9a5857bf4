import type { StochasticDepth } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** At inference nothing is dropped. */
export const stochasticDepth: Emit<StochasticDepth> = (_, [x]) => x;
