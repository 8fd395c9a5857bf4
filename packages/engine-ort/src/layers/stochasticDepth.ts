import type { StochasticDepth } from "@convscope/core";
import { dropped } from "./dropped.ts";
import type { EmitTraining } from "./trainingEmission.ts";

/** One draw for each sample, or for the batch. */
export const stochasticDepth: EmitTraining<StochasticDepth> = ({ rate, mode }, [x], to) => dropped(x, rate, [mode === "row" ? to.batch : 1, ...x.shape.map(() => 1)], to);
