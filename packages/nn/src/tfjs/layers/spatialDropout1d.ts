import type { SpatialDropout1d } from "@convscope/core";
import { only, type Executor } from "../executor.ts";
import { drop } from "../mask.ts";

/** One draw for each channel of each sample. */
export const spatialDropout1d: Executor<SpatialDropout1d> = ({ rate }, inputs, _, context) => drop(only(inputs), rate, [only(inputs).shape[0] ?? 0, 1, only(inputs).shape[2] ?? 0], context);
