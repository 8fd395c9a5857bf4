import type { StochasticDepth } from "@convscope/core";
import { only, type Executor } from "../executor.ts";
import { drop } from "../mask.ts";

/** One draw for each sample, or for the batch. */
export const stochasticDepth: Executor<StochasticDepth> = ({ rate, mode }, inputs, _, context) => drop(only(inputs), rate, only(inputs).shape.map((n, axis) => (axis === 0 && mode === "row" ? n : 1)), context);
