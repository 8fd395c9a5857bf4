import type { SpatialDropout2d } from "@convscope/core";
import { dropped } from "./dropped.ts";
import type { EmitTraining } from "./trainingEmission.ts";

/** One draw for each channel of each sample. */
export const spatialDropout2d: EmitTraining<SpatialDropout2d> = ({ rate }, [x], to) => dropped(x, rate, [to.batch, 1, 1, x.shape[2] ?? 1], to);
