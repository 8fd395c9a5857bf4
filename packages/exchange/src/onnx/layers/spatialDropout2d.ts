import type { SpatialDropout2d } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** At inference nothing is dropped. */
export const spatialDropout2d: Emit<SpatialDropout2d> = (_, [x]) => x;
