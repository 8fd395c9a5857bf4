import type { SpatialDropout1d } from "@convscope/core";
import { dropped } from "./dropped.ts";
import type { EmitTraining } from "./trainingEmission.ts";

/** One draw for each channel of each sample. */
export const spatialDropout1d: EmitTraining<SpatialDropout1d> = ({ rate }, [x], to) => dropped(x, rate, [to.batch, 1, x.shape[1] ?? 1], to);
