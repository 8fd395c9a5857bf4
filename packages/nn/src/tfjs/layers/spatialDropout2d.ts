import type { SpatialDropout2d } from "@convscope/core";
import { only, type Executor } from "../executor.ts";
import { drop } from "../mask.ts";

/** One draw for each channel of each sample. */
export const spatialDropout2d: Executor<SpatialDropout2d> = ({ rate }, inputs, _, context) => drop(only(inputs), rate, [only(inputs).shape[0] ?? 0, 1, 1, only(inputs).shape[3] ?? 0], context);
