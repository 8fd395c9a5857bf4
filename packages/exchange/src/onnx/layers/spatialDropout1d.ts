import type { SpatialDropout1d } from "@convscope/core";
import type { Emit } from "../emission.ts";

/** At inference nothing is dropped. */
export const spatialDropout1d: Emit<SpatialDropout1d> = (_, [x]) => x;
